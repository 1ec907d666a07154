// SPDX-License-Identifier: Apache-2.0
// Deliberately broken plugins: each is an Error{BadPlugin} with a sentence, never a crash.
#include <QTemporaryDir>
#include <QtTest>

#include <fstream>

#include "core/base/error.h"
#include "core/engine/plugin/plugin_loader.h"

using namespace assay;

class PluginLoaderTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void brokenLibrariesAreRefusedWithASentence_data() {
    QTest::addColumn<QString>("id");
    QTest::addColumn<QString>("words");
    QTest::newRow("wrong ABI") << "wrong_abi"
                               << QString("the library has ABI %1, and this worker has ABI %2").arg(pluginAbi + 1).arg(pluginAbi);
    QTest::newRow("wrong torch") << "wrong_torch" << "the library was made for torch 1.13.1";
    QTest::newRow("throws in register") << "throws_in_register" << "no std::exception";
    QTest::newRow("missing symbol") << "missing_symbol" << "does not export assay_plugin_register";
    QTest::newRow("registers nothing") << "registers_nothing" << "registered no model type";
    QTest::newRow("no library") << "not_there" << "cannot be loaded";
  }
  void brokenLibrariesAreRefusedWithASentence() {
    QFETCH(QString, id);
    QFETCH(QString, words);
    expectRefused(manifestOf(id.toStdString()), words.toStdString());
  }

  void aManifestThatLiesIsFoundOut() {
    PluginManifest otherId = manifestOf("registers_nothing");
    otherId.id = "detector";
    expectRefused(otherId, "the library says that it is `registers_nothing`");
    PluginManifest otherVersion = manifestOf("registers_nothing");
    otherVersion.version = "2.0.0";
    expectRefused(otherVersion, "the manifest says version 2.0.0, the library 1.0.0");
  }

  void theManifestIsJudgedBeforeAnyCodeIsLoaded() {
    PluginManifest manifest = manifestOf("not_there");
    manifest.abi = 7;
    expectRefused(manifest, "the manifest has ABI 7");
    manifest.abi = pluginAbi;
    manifest.torch = "2.0.0";
    expectRefused(manifest, "the manifest was made for torch 2.0.0");
  }

  void aTextFileIsNoLibrary() {
    QTemporaryDir folder;
    PluginManifest manifest = manifestOf("text");
    manifest.library = folder.path().toStdString() + "/libtext.so";
    std::ofstream(manifest.library) << "not a library";
    expectRefused(manifest, "cannot be loaded");
  }

  void whatAFactoryThrowsIsTheBlameOfThePlugin() {
    const LoadedPlugin plugin = loadPlugin(manifestOf("throws_in_factory"));
    const RunSpec spec;
    const Snapshot data;
    try {
      plugin.create({spec, data, {}, {}, 1});
      QFAIL("the factory throws");
    } catch (const Error& fault) {
      QVERIFY(fault.code() == Code::BadPlugin);
      QVERIFY2(fault.message().find("no model today") != std::string::npos, fault.what());
    }
  }

  void anIdIsRegisteredOnce() {
    PluginRegistry registry;
    const ModelFactory factory = [](const ModelContext&) { return std::unique_ptr<ModelType>(); };
    registry.add("a", factory);
    QVERIFY(registry.find("a") != nullptr);
    QVERIFY(registry.find("b") == nullptr);
    QVERIFY_EXCEPTION_THROWN(registry.add("a", factory), Error);
  }

 private:
  static PluginManifest manifestOf(const std::string& id) {
    PluginManifest manifest;
    manifest.id = id;
    manifest.version = manifest.compatibleSince = "1.0.0";
    manifest.abi = pluginAbi;
    manifest.torch = engineTorchVersion;
    manifest.library = std::string(ASSAY_FIXTURES) + "/libfixture_" + id + ".so";
    return manifest;
  }

  static void expectRefused(const PluginManifest& manifest, const std::string& words) {
    try {
      loadPlugin(manifest);
      QFAIL("the plugin should be refused");
    } catch (const Error& fault) {
      QVERIFY(fault.code() == Code::BadPlugin);
      QVERIFY2(fault.message().find(words) != std::string::npos, fault.what());
      QVERIFY2(fault.message().find("plugin `" + manifest.id + "`") != std::string::npos, fault.what());
    }
  }
};

QTEST_APPLESS_MAIN(PluginLoaderTest)
#include "tst_plugin_loader.moc"
