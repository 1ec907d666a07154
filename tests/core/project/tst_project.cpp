// SPDX-License-Identifier: Apache-2.0
#include <QtTest>

#include <yaml-cpp/yaml.h>

#include "core/base/atomic_file.h"
#include "core/base/random_seed.h"
#include "core/project/project_migration.h"
#include "tests/core/project/project_fixture.h"

using namespace assay;
namespace fs = std::filesystem;

class ProjectTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void init() { fixture_ = std::make_unique<ProjectFixture>(); }

  void aProjectReadsBackAsItWas() {
    Project project = fixture_->project;
    project.name = "7 *boards: \xE6\x9D\xBF # \"quoted\"";
    project.classes.push_back({"true", 2, "3"});
    project.classes.push_back({"*star", 3, ""});
    project.options.set("seed", int64_t(4));
    project.options.set("trainer.max_minutes", 0.25);
    project.options.set("device.channels_last", false);
    project.options.set("model.target", std::string("12"));
    saveProject(project);
    const Project again = loadProject(project.root);
    QCOMPARE(again.name, project.name);
    QVERIFY(again.classes == project.classes);
    QVERIFY(again.options == project.options);
    QCOMPARE(again.root, project.root);
    QCOMPARE(projectText(again), projectText(project));
  }

  void whatCouldNotBeOpenedAgainIsNotSaved() {
    for (const std::string& name : {std::string(), std::string(201, 'x'), std::string("a\nb"), std::string("\xff\xfe"), std::string("open")}) {
      Project project = fixture_->project;
      project.classes.push_back({name, 2, ""});
      QVERIFY2(failsWith(Code::BadInput, "project.yaml", [&] { saveProject(project); }), name.c_str());
    }
    QVERIFY(loadProject(fixture_->project.root).classes == fixture_->project.classes);
  }

  void theFileMayBeNamedItself() { QCOMPARE(loadProject(fixture_->project.yamlFile()).name, std::string("boards")); }

  void faultsNameTheLine() {
    const auto fails = [&](const std::string& text, const char* part) {
      writeFileAtomically(fixture_->project.yamlFile(), text);
      return failsWith(Code::BadInput, part, [&] { loadProject(fixture_->project.root); });
    };
    const std::string head = "format: 1\nname: a\ntask: detection\nplugin: detector\n";
    QVERIFY(fails(head + "clases: []\n", "project.yaml:5: unknown key `clases`; did you mean `classes`?"));
    QVERIFY(fails(head + "classes:\n  - {name: a, colour: 0}\n  - {name: a, colour: 1}\n", "project.yaml:7: class `a` is there twice"));
    QVERIFY(fails(head + "classes:\n  - {name: a, colour: red}\n", "project.yaml:6: `colour` must be an integer"));
    QVERIFY(fails(head + "options: {seed: [1]}\n", "project.yaml:5: option `seed` needs one value"));
    QVERIFY(fails(head + "options: {a: 1, a.b: 2}\n", "has a value and options inside it"));
    QVERIFY(fails(head + "options: &x {a: 1}\nclasses: *x\n", "project.yaml:6: aliases"));
    QVERIFY(fails("format: 1\nname: [\n", "not valid YAML"));
    QVERIFY(fails("format: 1\nname: a\n", "`task` is missing"));
    QVERIFY(fails("just text", "a map was expected"));
    QVERIFY(fails("", "a map was expected"));
    QVERIFY(fails(std::string(200000, '['), "not valid YAML"));
  }

  void aFolderWithoutAProjectIsNamed() {
    QVERIFY(failsWith(Code::NotFound, "no project here", [&] { loadProject(fixture_->outside("nothing")); }));
  }

  void aNewerFormatIsRefusedWithBothNumbers() {
    writeFileAtomically(fixture_->project.yamlFile(), "format: 12\n");
    QVERIFY(failsWith(Code::NewerFormat, "format 12, this program reads up to 1", [&] { loadProject(fixture_->project.root); }));
  }

  void anOlderFormatIsMigratedStepByStepAfterABackup() {
    const fs::path file = fixture_->project.yamlFile();
    const std::string before = readFile(file);
    const std::vector<ProjectMigration> steps = {
        [](YAML::Node& root) { root["title"] = root["name"].Scalar(); },
        [](YAML::Node& root) { root["title"] = root["title"].Scalar() + "!"; }};
    migrateProjectFile(file, steps);
    const YAML::Node root = YAML::Load(readFile(file));
    QCOMPARE(root["format"].as<int>(), 3);
    QCOMPARE(root["title"].as<std::string>(), std::string("boards!"));
    QCOMPARE(readFile(file.string() + ".v1.backup"), before);
  }

  void damagedFilesThrowErrorAndNothingElse() {
    Project project = fixture_->project;
    project.options.set("trainer.max_minutes", 0.25);
    const std::string good = projectText(project), alphabet = "{}[]:-&*!|>'\"#%@`,? \n\t0a";
    Random random(5);
    int refused = 0;
    for (int round = 0; round < 400; ++round) {
      std::string text = good;
      for (int64_t n = random.between(1, 6); n > 0; --n) {
        const auto place = std::size_t(random.below(int64_t(text.size())));
        const char c = random.chance(0.8) ? alphabet[std::size_t(random.below(int64_t(alphabet.size())))] : char(random.below(256));
        if (random.chance(0.5)) text.insert(place, 1, c);
        else text[place] = c;
      }
      std::ofstream(project.yamlFile(), std::ios::binary) << text;
      refused += !errorOf([&] { projectText(loadProject(project.root)); }).message().empty();
    }
    QVERIFY(refused > 80);
  }

 private:
  std::unique_ptr<ProjectFixture> fixture_;
};

QTEST_APPLESS_MAIN(ProjectTest)
#include "tst_project.moc"
