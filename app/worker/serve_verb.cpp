// SPDX-License-Identifier: Apache-2.0
#include <unistd.h>

#include <cstdio>

#include "app/worker/verbs.h"
#include "core/engine/serve/line_server.h"
#include "core/engine/serve/model_instance.h"

namespace assay {
namespace {

/// {"id":1,"input":{...}} -> {"id":1,"output":{...}} or {"id":1,"error":{...}}; the id comes back as it was.
std::string answerLine(ModelInstance& instance, const std::string& line) {
  Json id = nullptr;
  try {
    const Json request = parseJson(line, "request");
    require(request.is_object(), "a request must be a JSON object with `id` and `input`", "request");
    if (request.contains("id")) id = request["id"];
    return toLine({{"id", id}, {"output", instance.predict(member<Json>(request, "input", "request"))}});
  } catch (const Error& fault) {
    return toLine({{"id", id}, {"error", errorJson(fault)}});
  }
}

}  // namespace

Json serveVerb(const std::filesystem::path& folder, const std::filesystem::path& socket, bool withParent,
               const CancelToken& cancel) {
  ModelInstance instance(RunDirectory(folder), Weights::LastCheckpoint);
  LineServer server(socket);
  std::puts(R"({"ready":true})");
  std::fflush(stdout);
  const Error tooLong(Code::BadInput, "a request has at most 1048576 bytes", "request");
  server.run([&](const std::string& line) { return answerLine(instance, line); },
             toLine({{"id", nullptr}, {"error", errorJson(tooLong)}}), cancel, withParent ? STDIN_FILENO : -1);
  return nullptr;
}

}  // namespace assay
