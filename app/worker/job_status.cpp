// SPDX-License-Identifier: Apache-2.0
#include "app/worker/job_status.h"

#include <sys/stat.h>
#include <unistd.h>

#include <chrono>

#include <c10/util/Exception.h>

#include "app/worker/verbs.h"
#include "core/base/error.h"
#include "core/base/log_text.h"
#include "core/engine/device/process_group.h"

namespace assay {
namespace {

double now() {
  return std::chrono::duration<double>(std::chrono::system_clock::now().time_since_epoch()).count();
}

std::string hostName() {
  char name[256] = "";
  gethostname(name, sizeof name - 1);
  return name;
}

/// A supervisor that started this process stays the owner: it outlives a crash of the worker.
RunStatus startedStatus(const RunDirectory& job) {
  RunStatus status;
  if (std::filesystem::exists(job.stateFile())) status = job.status();
  const bool isSupervised = status.state == RunState::Running && status.pid == getppid();
  status.state = RunState::Running;
  if (!isSupervised) status.pid = getpid();
  if (status.started == 0) status.started = now();
  status.host = hostName();
  status.ended = 0;
  status.errorCode = status.errorMessage = status.errorWhere = {};
  return status;
}

void writeEnd(const RunDirectory& job, EventWriter& events, RunStatus status, RunState state) {
  status.state = state;
  status.pid = 0;
  status.ended = now();
  job.setStatus(status);
  Json body = {{"state", runStateName(state)}};
  if (state == RunState::Failed)
    body["error"] = {{"code", status.errorCode}, {"message", status.errorMessage}, {"where", status.errorWhere}};
  events.write("state", body);
}

[[noreturn]] void fail(const RunDirectory& job, EventWriter& events, RunStatus status, const Error& fault) {
  logError(fault.what());
  if (fault.code() != Code::Stopped) {
    status.errorCode = codeName(fault.code());
    status.errorMessage = fault.message();
    status.errorWhere = fault.where();
  }
  try {
    writeEnd(job, events, status, fault.code() == Code::Stopped ? RunState::Stopped : RunState::Failed);
  } catch (const Error& second) {   // a full disk: the first fault is the one to report
    logError(std::string("the end of the job cannot be written: ") + second.what());
  }
  throw fault;
}

}  // namespace

void logIntoJob(const RunDirectory& job) {
  struct stat errors {}, file {};
  const bool isThereAlready = fstat(STDERR_FILENO, &errors) == 0 && stat(job.logFile().c_str(), &file) == 0 &&
                              errors.st_dev == file.st_dev && errors.st_ino == file.st_ino;
  if (!isThereAlready) logAlsoTo(job.logFile());
}

void runJob(const RunDirectory& job, EventWriter& events, const std::function<RunState(RunStatus&)>& body) {
  RunStatus status = startedStatus(job);
  job.setStatus(status);
  events.write("state", {{"state", "running"}, {"pid", getpid()}, {"host", status.host}});
  try {
    const RunState end = body(status);
    writeEnd(job, events, status, end);
  } catch (const PeerLost& fault) {   // not the end of the run: whoever started the ranks starts them again
    logError(fault.what());
    throw;
  } catch (const Error& fault) {
    fail(job, events, status, fault);
  } catch (const std::bad_alloc&) {
    fail(job, events, status, Error(Code::JobFailed, "out of memory; a smaller trainer.batch_size needs less"));
  } catch (const c10::Error& fault) {
    fail(job, events, status, Error(Code::JobFailed, fault.what_without_backtrace()));
  } catch (const std::exception& fault) {
    fail(job, events, status, Error(Code::JobFailed, fault.what()));
  }
}

}  // namespace assay
