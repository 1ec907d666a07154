// SPDX-License-Identifier: Apache-2.0
// assay-worker: one job, or the local prediction service. It alone links the engine, torch and plugins.
#include <csignal>
#include <cstdio>
#include <filesystem>
#include <sys/prctl.h>
#include <unistd.h>

#include <CLI/CLI.hpp>
#include <c10/util/Exception.h>

#include "app/worker/verbs.h"
#include "core/base/log_text.h"
#include "core/base/system_error.h"
#include "core/engine/device/memory.h"
#include "core/engine/device/process_group.h"
#include "core/job/rank_processes.h"

namespace assay {

Json errorJson(const Error& error) {
  return {{"code", codeName(error.code())}, {"message", error.message()}, {"where", error.where()}};
}

namespace {

CancelToken* stopRequest = nullptr;   // a signal handler reaches nothing else

void onSignal(int) { stopRequest->request(); }

void catchSignals(CancelToken& cancel) {
  stopRequest = &cancel;
  struct sigaction action {};
  action.sa_handler = onSignal;   // no SA_RESTART: a wait must end
  sigaction(SIGTERM, &action, nullptr);
  sigaction(SIGINT, &action, nullptr);
  std::signal(SIGPIPE, SIG_IGN);
  sigset_t held;   // by who started us, until now
  sigemptyset(&held);
  sigaddset(&held, SIGTERM);
  pthread_sigmask(SIG_UNBLOCK, &held, nullptr);
}

/// A supervisor that is killed takes its worker along: a second one may resume the run at once, and two workers
/// would write the same checkpoints.
void endWithParent(int64_t parent) {
  prctl(PR_SET_PDEATHSIG, SIGKILL);
  require(getppid() == parent, "the supervisor is gone already", "--parent", Code::Stopped);
}

int report(const Error& fault) {
  std::fprintf(stderr, "assay-worker: %s\n", fault.what());
  std::puts(toLine({{"error", errorJson(fault)}}).c_str());
  std::fflush(stdout);
  return exitCode(fault.code());
}

struct Arguments {
  std::string run, split = "test", inputs, out, socket;
  bool withParent = false;
  int64_t parent = 0;   ///< 0: nobody in particular
};

void declareVerbs(CLI::App& app, Arguments& a) {
  app.require_subcommand(1);
  const auto verb = [&](const char* name, const char* help) {
    CLI::App* sub = app.add_subcommand(name, help);
    sub->add_option("--run", a.run, "run directory")->required();
    return sub;
  };
  verb("train", "train a run to its end, from its newest good checkpoint when there is one")
      ->add_option("--parent", a.parent, "process id of the supervisor: the worker ends with it")->check(CLI::PositiveNumber);
  verb("evaluate", "judge a run on a split")->add_option("--split", a.split, "train, valid or test");
  CLI::App* predict = verb("predict", "answer a file of inputs");
  predict->add_option("--inputs", a.inputs, "JSON file {\"inputs\":[...]}")->required();
  predict->add_option("--out", a.out, "JSON file to write")->required();
  CLI::App* serve = verb("serve", "answer requests on a Unix socket");
  serve->add_option("--socket", a.socket, "path of the socket")->required();
  serve->add_flag("--with-parent", a.withParent, "leave when standard input closes");
  app.add_subcommand("probe", "what this machine can do");
}

Json runVerb(const std::string& verb, const Arguments& a, const CancelToken& cancel) {
  keepFreedMemory(verb == "train" ? Freed::All : Freed::Some);
  const std::filesystem::path run = std::filesystem::weakly_canonical(a.run);   // its last part names the run
  if (verb == "train") return trainVerb(run, cancel);
  if (verb == "evaluate") return evaluateVerb(run, a.split, cancel);
  if (verb == "predict") return predictVerb(run, a.inputs, a.out, cancel);
  if (verb == "serve") return serveVerb(run, a.socket, a.withParent, cancel);
  return probeVerb();
}

int runWorker(int argc, char** argv) {
  CLI::App app{"One job of Assay, or its prediction service"};
  app.set_version_flag("--version", ASSAY_VERSION);
  Arguments arguments;
  declareVerbs(app, arguments);
  try {
    app.parse(argc, argv);
  } catch (const CLI::Success& help) {
    return app.exit(help);
  } catch (const CLI::ParseError& fault) {
    return report(Error(Code::Usage, fault.what()));
  }
  if (arguments.parent > 0) endWithParent(arguments.parent);
  CancelToken cancel;
  catchSignals(cancel);
  const Json answer = runVerb(app.get_subcommands().front()->get_name(), arguments, cancel);
  if (answer.is_null()) return 0;
  std::puts(toLine(answer).c_str());
  return answer.value("state", "") == "stopped" ? exitCode(Code::Stopped) : 0;
}

}  // namespace
}  // namespace assay

int main(int argc, char** argv) {
  using namespace assay;
  try {
    startLog("assay-worker");
    return runWorker(argc, argv);
  } catch (const PeerLost& fault) {
    report(fault);
    return peerLostExit;
  } catch (const Error& fault) {
    return report(fault);
  } catch (const c10::Error& fault) {
    return report(Error(Code::JobFailed, fault.what_without_backtrace()));
  } catch (const std::filesystem::filesystem_error& fault) {
    return report(errorOfFileSystem(fault));
  } catch (const std::exception& fault) {
    return report(Error(Code::JobFailed, fault.what()));
  }
}
