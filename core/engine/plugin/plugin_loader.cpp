// SPDX-License-Identifier: Apache-2.0
#include "core/engine/plugin/plugin_loader.h"

#include <dlfcn.h>

#include <cstring>

#include "core/base/error.h"

namespace assay {
namespace {

using RegisterFunction = void (*)(PluginRegistry&);

[[noreturn]] void refuse(const PluginManifest& manifest, const std::string& why) {
  throw Error(Code::BadPlugin, "plugin `" + manifest.id + "`: " + why, manifest.library.string());
}

void checkNumbers(const PluginManifest& manifest, int abi, const std::string& torch, const std::string& who) {
  if (abi != pluginAbi)
    refuse(manifest, who + " has ABI " + std::to_string(abi) + ", and this worker has ABI " + std::to_string(pluginAbi));
  if (torch != engineTorchVersion)
    refuse(manifest, who + " was made for torch " + torch + ", and this worker has torch " + engineTorchVersion);
}

void* openLibrary(const PluginManifest& manifest) {
  void* library = dlopen(manifest.library.c_str(), RTLD_NOW | RTLD_LOCAL);
  if (library == nullptr) {
    const char* reason = dlerror();
    refuse(manifest, std::string("the library cannot be loaded: ") + (reason != nullptr ? reason : "unknown reason"));
  }
  return library;
}

void* findSymbol(void* library, const char* name, const PluginManifest& manifest) {
  void* symbol = dlsym(library, name);
  if (symbol == nullptr) refuse(manifest, std::string("the library does not export ") + name);
  return symbol;
}

void checkCompiledNumbers(void* library, const PluginManifest& manifest) {
  const auto* numbers = static_cast<const AssayPluginAbi*>(findSymbol(library, "assayPluginAbi", manifest));
  // A foreign ABI number says nothing about the fields behind it, so it is judged first.
  checkNumbers(manifest, numbers->abi, numbers->abi == pluginAbi ? numbers->torch : engineTorchVersion, "the library");
  if (manifest.id != numbers->id) refuse(manifest, std::string("the library says that it is `") + numbers->id + "`");
  if (manifest.version != numbers->version)
    refuse(manifest, "the manifest says version " + manifest.version + ", the library " + numbers->version);
}

}  // namespace

LoadedPlugin loadPlugin(const PluginManifest& manifest) {
  checkNumbers(manifest, manifest.abi, manifest.torch, "the manifest");
  void* library = openLibrary(manifest);
  checkCompiledNumbers(library, manifest);
  const auto enrol = reinterpret_cast<RegisterFunction>(findSymbol(library, "assay_plugin_register", manifest));
  PluginRegistry registry;
  try {
    enrol(registry);
  } catch (const std::exception& fault) {
    refuse(manifest, std::string("registering failed: ") + fault.what());
  } catch (...) {
    refuse(manifest, "registering failed with an exception that is no std::exception");
  }
  const ModelFactory* factory = registry.find(manifest.id);
  if (factory == nullptr) refuse(manifest, "the library registered no model type of that name");
  return LoadedPlugin(manifest, *factory);
}

std::unique_ptr<ModelType> LoadedPlugin::create(const ModelContext& context) const {
  std::unique_ptr<ModelType> model;
  try {
    model = factory_(context);
  } catch (const Error&) {
    throw;
  } catch (const std::exception& fault) {
    refuse(manifest_, std::string("the model cannot be made: ") + fault.what());
  } catch (...) {
    refuse(manifest_, "the model cannot be made: an exception that is no std::exception");
  }
  if (model == nullptr) refuse(manifest_, "the factory returned no model");
  return model;
}

}  // namespace assay
