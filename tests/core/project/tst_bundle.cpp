// SPDX-License-Identifier: Apache-2.0
#include <QtTest>

#include <archive.h>
#include <archive_entry.h>
#include <unistd.h>

#include "core/base/atomic_file.h"
#include "core/base/random_seed.h"
#include "core/job/process_info.h"
#include "core/job/run_directory.h"
#include "core/project/bundle.h"
#include "core/project/make_version.h"
#include "core/store/run_table.h"
#include "tests/core/project/project_fixture.h"

using namespace assay;
namespace fs = std::filesystem;

namespace {

struct Member {
  std::string path, bytes;
  unsigned type = AE_IFREG;
};

/// A bundle as somebody else might have made it.
void writeTar(const fs::path& file, const std::vector<Member>& members) {
  archive* out = archive_write_new();
  archive_write_add_filter_zstd(out);
  archive_write_set_format_pax_restricted(out);
  QCOMPARE(archive_write_open_filename(out, file.c_str()), ARCHIVE_OK);
  for (const Member& member : members) {
    archive_entry* entry = archive_entry_new();
    archive_entry_set_pathname(entry, member.path.c_str());
    archive_entry_set_filetype(entry, member.type);
    archive_entry_set_perm(entry, 0644);
    if (member.type == AE_IFLNK) archive_entry_set_symlink(entry, "/etc/passwd");
    archive_entry_set_size(entry, member.type == AE_IFREG ? la_int64_t(member.bytes.size()) : 0);
    archive_write_header(out, entry);
    if (member.type == AE_IFREG) archive_write_data(out, member.bytes.data(), member.bytes.size());
    archive_entry_free(entry);
  }
  archive_write_close(out);
  archive_write_free(out);
}

std::vector<Member> readTar(const fs::path& file) {
  std::vector<Member> members;
  archive* in = archive_read_new();
  archive_read_support_filter_all(in);
  archive_read_support_format_all(in);
  archive_read_open_filename(in, file.c_str(), 65536);
  for (archive_entry* entry = nullptr; archive_read_next_header(in, &entry) == ARCHIVE_OK;) {
    Member member{archive_entry_pathname(entry), std::string(std::size_t(archive_entry_size(entry)), '\0')};
    archive_read_data(in, member.bytes.data(), member.bytes.size());
    members.push_back(member);
  }
  archive_read_free(in);
  return members;
}

}  // namespace

class BundleTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void init() {
    fixture_ = std::make_unique<ProjectFixture>();
    qputenv("ASSAY_HOME", fixture_->outside("home").c_str());
    bundle_ = fixture_->outside("boards.assay");
    database_ = std::make_unique<Database>(fixture_->project.databaseFile(), OpenMode::ReadWrite);
    Item a = fixture_->board("images/a.png", "first"), b = fixture_->board("images/b.png", "second");
    std::ofstream(fixture_->project.root / "images/r.png") << "reference";
    a.reference = b.reference = "images/r.png";
    addItem(*database_, a);
    addItem(*database_, b);
  }

  void theDatasetVersionIsTheSameElsewhere() {
    const std::string hash = writeBundle(fixture_->project, *database_, bundle_, {});
    QCOMPARE(hash, makeVersion(fixture_->project, *database_));
    const Project opened = openBundle(bundle_, {});
    QVERIFY(opened.root != fixture_->project.root);
    QVERIFY(opened.classes == fixture_->project.classes);
    Database there(opened.databaseFile(), OpenMode::ReadWrite);
    QCOMPARE(makeVersion(opened, there), hash);
    QCOMPARE(readFile(opened.root / "images/b.png"), std::string("second"));
    QCOMPARE(readFile(opened.root / "images/r.png"), std::string("reference"));
    QCOMPARE(openBundle(bundle_, {}).root, opened.root);   // once only
  }

  void equalProjectsGiveEqualBytes() {
    writeBundle(fixture_->project, *database_, bundle_, {});
    writeBundle(fixture_->project, *database_, fixture_->outside("again.assay"), {});
    QCOMPARE(readFile(bundle_), readFile(fixture_->outside("again.assay")));
  }

  void imagesFromElsewhereComeAlong() {
    std::ofstream(fixture_->outside("far.png")) << "far away";
    Item item = fixture_->board("images/x.png", "far away");
    item.path = fixture_->outside("far.png").string();
    addItem(*database_, item);
    const std::string hash = writeBundle(fixture_->project, *database_, bundle_, {});
    const Project opened = openBundle(bundle_, {});
    Database there(opened.databaseFile(), OpenMode::ReadWrite);
    QCOMPARE(makeVersion(opened, there), hash);
    const std::optional<Item> moved = findItemByHash(there, item.sha256);
    QVERIFY(moved && moved->path.starts_with("external/"));
    QCOMPARE(readFile(opened.root / moved->path), std::string("far away"));
  }

  void aNameThatIsNotUtf8ComesAlongUnderAnother() {
    const std::string name = "images/\xff\xfe.png";
    Item item = fixture_->board(name, "named in another alphabet");
    addItem(*database_, item);
    writeBundle(fixture_->project, *database_, bundle_, {});
    const Project opened = openBundle(bundle_, {});
    Database there(opened.databaseFile(), OpenMode::ReadWrite);
    const std::optional<Item> moved = findItemByHash(there, item.sha256);
    QVERIFY(moved && moved->path.starts_with("external/") && moved->path.ends_with("__.png"));
  }

  void filesThatOptionsNameComeAlong() {
    installPluginWithWeights();
    Project& project = fixture_->project;
    fs::create_directories(project.root / "nets");
    std::ofstream(project.root / "nets/near.bin") << "near";
    std::ofstream(fixture_->outside("far.bin")) << "far away";
    project.options.set("model.weights", std::string("nets/near.bin"));
    writeBundle(project, *database_, bundle_, {});
    Project opened = openBundle(bundle_, {});
    QCOMPARE(opened.options.text("model.weights"), std::string("nets/near.bin"));
    QCOMPARE(readFile(opened.root / "nets/near.bin"), std::string("near"));
    project.options.set("model.weights", fixture_->outside("far.bin").string());
    writeBundle(project, *database_, bundle_, {});
    opened = openBundle(bundle_, {});
    QVERIFY(opened.options.text("model.weights").starts_with("external/"));
    QCOMPARE(readFile(opened.root / opened.options.text("model.weights")), std::string("far away"));
  }

  void filesOfTheRunGoBeforeThoseOfTheProject() {
    installPluginWithWeights();
    Project& project = fixture_->project;
    std::ofstream(fixture_->outside("other.bin")) << "other";
    project.options.set("model.weights", std::string("gone.bin"));   // which the run does not ask for
    BundleOptions options;
    options.asked.emplace();
    options.asked->plugin = project.plugin;
    options.asked->options.set("model.weights", fixture_->outside("other.bin").string());
    writeBundle(project, *database_, bundle_, {}, options);
    const Project opened = openBundle(bundle_, {});
    QCOMPARE(readFile(opened.root / opened.options.text("model.weights")), std::string("other"));
    options.asked->options.set("model.weights", std::string());
    writeBundle(project, *database_, bundle_, {}, options);
    QCOMPARE(openBundle(bundle_, {}).options.text("model.weights"), std::string());
  }

  void aFileOfTheProjectKeepsItsPlaceHoweverItIsNamed() {
    installPluginWithWeights();
    Project& project = fixture_->project;
    std::ofstream(project.root / "near.bin") << "near";
    project.options.set("model.weights", (project.root / "near.bin").string());
    project.plugin.clear();   // the first of its task, which may be the shipped one: it has the option, too
    writeBundle(project, *database_, bundle_, {});
    QCOMPARE(openBundle(bundle_, {}).options.text("model.weights"), std::string("near.bin"));
  }

  void aModelNeedsNoFileThatItStartedFrom() {
    installPluginWithWeights();
    fixture_->project.options.set("model.weights", std::string("gone.bin"));
    BundleOptions options;
    options.model = addRunWithCheckpoints(RunState::Done);
    writeBundle(fixture_->project, *database_, bundle_, {}, options);
    QCOMPARE(openBundle(bundle_, {}).options.text("model.weights"), std::string("gone.bin"));
  }

  void aMissingFileIsNamedWithItsOption() {
    installPluginWithWeights();
    fixture_->project.options.set("model.weights", std::string("gone.bin"));
    QVERIFY(failsWith(Code::NotFound, "model.weights: there is no file `gone.bin`", [&] { writeBundle(fixture_->project, *database_, bundle_, {}); }));
    QVERIFY(!fs::exists(bundle_));
  }

  void aChangedOrMissingImageIsNamedAndNothingIsWritten() {
    std::ofstream(fixture_->project.root / "images/a.png") << "other";
    QVERIFY(failsWith(Code::BadInput, "a.png: the file has changed", [&] { writeBundle(fixture_->project, *database_, bundle_, {}); }));
    fs::remove(fixture_->project.root / "images/a.png");
    QVERIFY(failsWith(Code::NotFound, "a.png: the file is missing", [&] { writeBundle(fixture_->project, *database_, bundle_, {}); }));
    QVERIFY(!fs::exists(bundle_));
  }

  void hostileMembersAreRefused() {
    writeBundle(fixture_->project, *database_, bundle_, {});
    const std::vector<Member> good = readTar(bundle_);
    const fs::path bad = fixture_->outside("bad.assay");
    const auto fails = [&](const char* part, auto change) {
      std::vector<Member> members = good;
      change(members);
      writeTar(bad, members);
      const bool failed = failsWith(Code::BadInput, part, [&] { openBundle(bad, {}); });
      for (const auto& entry : fs::directory_iterator(fixture_->outside("home") / "bundles"))
        if (entry.path().string().find(".tmp.") != std::string::npos) return false;   // nothing half-written stays
      return failed;
    };
    QVERIFY(fails("not in the manifest", [](auto& m) { m.push_back({"../evil", "x"}); }));
    QVERIFY(fails("not in the manifest", [](auto& m) { m.push_back({"/tmp/evil", "x"}); }));
    QVERIFY(fails("link, folder or device", [](auto& m) { m.push_back({"images/c.png", "", AE_IFLNK}); }));
    QVERIFY(fails("link, folder or device", [](auto& m) { m.push_back({"images/d", "", AE_IFDIR}); }));
    QVERIFY(fails("there twice", [](auto& m) { m.push_back(m.back()); }));
    QVERIFY(fails("is missing", [](auto& m) { m.pop_back(); }));
    QVERIFY(fails("larger than", [](auto& m) { m.back().bytes += "more"; }));
    QVERIFY(fails("not what the manifest says", [](auto& m) { m.back().bytes[0] ^= 1; }));
    QVERIFY(fails("not manifest.json", [](auto& m) { m.erase(m.begin()); }));
    for (const char* path : {"../x", "/x", "a/../../x", "assay.db", "a//b", ".lock", "a/./b"})
      QVERIFY(fails("outside the bundle's folder", [&](auto& m) {
        Json manifest = Json::parse(m[0].bytes);
        manifest["members"][path] = {{"sha256", sha256Hex("x")}, {"size", 1}};
        m[0].bytes = manifest.dump();
      }));
    QVERIFY(fails("format 0 never was", [](auto& m) { m[0].bytes = R"({"format":0})"; }));
  }

  void aNewerFormatIsRefused() {
    writeTar(bundle_, {{"manifest.json", R"({"format":7})"}});
    QVERIFY(failsWith(Code::NewerFormat, "format 7, this program reads up to 1", [&] { openBundle(bundle_, {}); }));
  }

  void damagedBundlesThrowErrorAndNothingElse() {
    writeBundle(fixture_->project, *database_, bundle_, {});
    const std::string good = readFile(bundle_);
    const fs::path bad = fixture_->outside("bad.assay");
    Random random(3);
    for (int round = 0; round < 60; ++round) {
      std::string bytes = good;
      if (round % 3 == 0) bytes.resize(std::size_t(random.below(int64_t(bytes.size()))));
      else bytes[std::size_t(random.below(int64_t(bytes.size())))] ^= char(random.between(1, 255));
      std::ofstream(bad, std::ios::binary) << bytes;
      errorOf([&] { QVERIFY(openBundle(bad, {}).name == "boards"); });   // an error, or a checksum's bit that nobody reads
    }
    QVERIFY(failsWith(Code::BadInput, "empty.assay", [&] {
      std::ofstream(fixture_->outside("empty.assay")) << "";
      openBundle(fixture_->outside("empty.assay"), {});
    }));
    QVERIFY(failsWith(Code::NotFound, "none.assay", [&] { openBundle(fixture_->outside("none.assay"), {}); }));
  }

  void aRunThatIsUnderWayIsAStoppedOneElsewhere_data() {
    QTest::addColumn<int>("here");
    QTest::addColumn<int>("there");
    QTest::newRow("running") << int(RunState::Running) << int(RunState::Stopped);
    QTest::newRow("stopped") << int(RunState::Stopped) << int(RunState::Stopped);
    QTest::newRow("done") << int(RunState::Done) << int(RunState::Done);
  }
  void aRunThatIsUnderWayIsAStoppedOneElsewhere() {
    QFETCH(int, here);
    QFETCH(int, there);
    BundleOptions options;
    options.model = addRunWithCheckpoints(RunState(here));
    writeBundle(fixture_->project, *database_, bundle_, {}, options);
    QCOMPARE(RunDirectory(fixture_->project.runsFolder() / "1").status().state, RunState(here));
    const RunDirectory run(openBundle(bundle_, {}).runsFolder() / "1");
    QCOMPARE(run.status().state, RunState(there));
    QCOMPARE(run.status().pid, int64_t{0});
    QCOMPARE(run.status().device, std::string("a board of ours"));
    QCOMPARE(run.requireCheckpoint().filename().string(), std::string("00000002"));   // the third was never finished
    for (const auto& entry : fs::directory_iterator(bundle_.parent_path()))
      QVERIFY2(!entry.path().filename().string().starts_with(".assay"), entry.path().c_str());
  }

  void aBundleThatSaysItsRunIsUnderWayIsNotBelieved() {
    BundleOptions options;
    options.model = addRunWithCheckpoints(RunState::Done);
    writeBundle(fixture_->project, *database_, bundle_, {}, options);
    std::vector<Member> members = readTar(bundle_);
    Json manifest = Json::parse(members[0].bytes);
    for (Member& member : members) {
      if (member.path != "runs/1/state.json") continue;
      Json state = Json::parse(member.bytes);
      state["state"] = "running";
      state["host"] = "elsewhere";
      member.bytes = state.dump();
      manifest["members"][member.path] = {{"sha256", sha256Hex(member.bytes)}, {"size", member.bytes.size()}};
    }
    members[0].bytes = manifest.dump();
    writeTar(bundle_, members);
    QCOMPARE(RunDirectory(openBundle(bundle_, {}).runsFolder() / "1").status().state, RunState::Stopped);
  }

  void aPlaceThatCannotBeWrittenIsNamedBeforeAnythingIsRead() {
    std::ofstream(fixture_->project.root / "images/a.png") << "other";   // would be an error later
    QVERIFY(failsWith(Code::NotFound, "does not exist",
                      [&] { writeBundle(fixture_->project, *database_, fixture_->outside("no/where.assay"), {}); }));
    fs::create_directories(bundle_);
    QVERIFY(failsWith(Code::BadInput, "this is a folder",
                      [&] { writeBundle(fixture_->project, *database_, bundle_, {}); }));
  }

  void aStopLeavesNothing() {
    Progress progress;
    progress.cancel.request();
    QVERIFY(failsWith(Code::Stopped, "stopped", [&] { writeBundle(fixture_->project, *database_, bundle_, progress); }));
    QVERIFY(!fs::exists(bundle_));
  }

 private:
  /// A plugin of the user, an option of which names a file, becomes the project's.
  void installPluginWithWeights() const {
    fixture_->project.plugin = "weighing";
    const fs::path folder = fixture_->outside("home") / "plugins/weighing";
    fs::create_directories(folder);
    std::ofstream(folder / "plugin.yaml") << R"(id: weighing
task: detection
name: Weighing
doc: For tests.
version: 1.0.0
compatible_since: 1.0.0
abi: )" << pluginAbi << "\ntorch: " << engineTorchVersion << R"(
item_kinds: [image]
formats: [images]
library: none.so
options:
  - {key: model.weights, kind: file, default: "", doc: Weights.}
metrics:
  - {name: map33}
)";
  }

  /// Run 1 with two whole checkpoints and a third without its manifest.
  RunId addRunWithCheckpoints(RunState state) {
    const std::string version = makeVersion(fixture_->project, *database_);
    const RunId id = addRun(*database_, {{}, "detector", version, 1, ""});
    RunSpec spec;
    spec.id = id;
    spec.project = "boards";
    spec.task = "detection";
    spec.plugin = "detector";
    spec.pluginVersion = "1.0.0";
    spec.dataVersion = version;
    spec.dataFile = fixture_->project.versionsFolder() / (version + ".jsonl");
    spec.dataRoot = fixture_->project.root;
    spec.options = commonSchema().resolve({});
    const RunDirectory run = RunDirectory::create(fixture_->project.runsFolder() / std::to_string(id.value), spec);
    RunStatus status;
    status.state = state;
    status.pid = state == RunState::Running ? getpid() : 0;
    status.host = hostName();
    status.device = "a board of ours";
    run.setStatus(status);
    for (const char* generation : {"00000001", "00000002", "00000003"}) {
      const fs::path folder = run.checkpointsFolder() / generation;
      fs::create_directories(folder);
      std::ofstream(folder / "model.safetensors") << "weights";
      if (std::string(generation) != "00000003")
        std::ofstream(folder / "manifest.json")
            << toLine({{"files", {{"model.safetensors", {{"sha256", sha256Hex("weights")}, {"bytes", 7}}}}}});
    }
    return id;
  }

  std::unique_ptr<ProjectFixture> fixture_;
  std::unique_ptr<Database> database_;
  fs::path bundle_;
};

QTEST_APPLESS_MAIN(BundleTest)
#include "tst_bundle.moc"
