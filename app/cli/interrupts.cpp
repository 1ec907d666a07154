// SPDX-License-Identifier: Apache-2.0
#include "app/cli/interrupts.h"

#include <atomic>
#include <csignal>

namespace assay {

namespace {

std::atomic<int> count{0};
const CancelToken* token = nullptr;   // set before the handler is

void onSignal(int) {
  ++count;
  token->request();
}

}  // namespace

const CancelToken& interruptToken() {
  static const CancelToken instance;
  return instance;
}

int interruptCount() { return count; }

void catchInterrupts() {
  token = &interruptToken();
  struct sigaction action {};
  action.sa_handler = onSignal;   // no SA_RESTART: a wait must end
  sigaction(SIGINT, &action, nullptr);
  sigaction(SIGTERM, &action, nullptr);
  std::signal(SIGPIPE, SIG_IGN);
}

}  // namespace assay
