// SPDX-License-Identifier: Apache-2.0
// Pascal VOC: one XML an image. Pixels are counted from 1 and both ends are inside, so xmin 1, xmax
// 200 is the whole width of 200. A set with a zero anywhere counts from 0 instead. ImageSets/Main,
// where present, splits.
#include <algorithm>
#include <pugixml.hpp>

#include "core/base/atomic_file.h"
#include "core/base/error.h"
#include "core/formats/builtin_formats.h"
#include "core/formats/set_builder.h"
#include "core/formats/text_files.h"
#include "core/formats/voc_write.h"

namespace assay {

namespace fs = std::filesystem;

namespace {

constexpr const char* formatName = "voc";

struct VocObject {
  std::string className;
  Box box;              ///< as written
  int line = 0;
};

struct VocFile {
  fs::path xml;
  std::string imageName;
  int width = 0, height = 0;
  std::vector<VocObject> objects;
};

/// An XML file that remembers where its lines begin, for messages.
class XmlFile {
 public:
  explicit XmlFile(const fs::path& file) : file_(file), text_(readFile(file, 1 << 26)) {
    const pugi::xml_parse_result result = document_.load_buffer(text_.data(), text_.size());
    require(bool(result), std::string("this is no well-formed XML: ") + result.description(),
            at(result.offset));
    if (!document_.child("annotation"))
      throw Error(Code::BadInput,
                  "the outermost element is <" + std::string(document_.document_element().name()) +
                      ">; expected <annotation>",
                  at(0));
  }
  pugi::xml_node root() const { return document_.child("annotation"); }
  int line(std::ptrdiff_t offset) const {
    const auto end = std::clamp<std::ptrdiff_t>(offset, 0, std::ptrdiff_t(text_.size()));
    return 1 + int(std::count(text_.begin(), text_.begin() + end, '\n'));
  }
  std::string at(std::ptrdiff_t offset) const { return atLine(file_, line(offset)); }
  std::string at(pugi::xml_node node) const { return at(node.offset_debug()); }

  /// The number in <parent><name>..</name></parent>.
  double number(pugi::xml_node parent, const char* name) const {
    const pugi::xml_node node = parent.child(name);
    require(bool(node), std::string("<") + name + "> is missing in <" + parent.name() + ">",
            at(parent));
    std::string text = node.text().get();
    const auto value =
        splitFields(text).size() == 1 ? toNumber(splitFields(text)[0]) : std::nullopt;
    require(value.has_value(),
            std::string("<") + name + "> is `" + text.substr(0, 40) + "`; expected a number",
            at(node));
    return *value;
  }

 private:
  fs::path file_;
  std::string text_;
  pugi::xml_document document_;
};

VocFile readXml(const fs::path& file, SetBuilder& set) {
  const XmlFile xml(file);
  VocFile out;
  out.xml = file;
  out.imageName = xml.root().child("filename").text().get();
  if (const pugi::xml_node size = xml.root().child("size")) {
    out.width = size.child("width").text().as_int();
    out.height = size.child("height").text().as_int();
  }
  for (const pugi::xml_node object : xml.root().children("object")) try {
      const std::string name = object.child("name").text().get();
      require(!name.empty(), "<object> has no <name>; expected a class", xml.at(object));
      const pugi::xml_node box = object.child("bndbox");
      require(bool(box), "<object> has no <bndbox>", xml.at(object));
      out.objects.push_back({name,
                             {xml.number(box, "xmin"), xml.number(box, "ymin"),
                              xml.number(box, "xmax"), xml.number(box, "ymax")},
                             xml.line(box.offset_debug())});
    } catch (const Error& error) { set.bad(error.where(), error.message()); }
  return out;
}

/// ImageSets/Main/train.txt and so on: stem -> split. The class files (cat_train.txt) have another
/// form.
std::map<std::string, Split> officialSplits(const fs::path& source) {
  std::map<std::string, Split> splits;
  const fs::path folder = source / "ImageSets" / "Main";
  for (const auto& [file, split] : {std::pair{"trainval.txt", Split::Train},
                                    {"train.txt", Split::Train},
                                    {"val.txt", Split::Valid},
                                    {"test.txt", Split::Test}})
    if (fs::exists(folder / file))
      for (const TextLine& line : readLines(folder / file))
        splits[std::string(splitFields(line.text)[0])] = split;
  return splits;
}

bool countsFromZero(const std::vector<VocFile>& files) {
  for (const VocFile& file : files)
    for (const VocObject& object : file.objects)
      if (object.box.x1 == 0 || object.box.y1 == 0) return true;
  return false;
}

std::vector<VocFile> readAllXml(const fs::path& source, SetBuilder& set, const Progress& progress) {
  const bool isFolder = fs::is_directory(source);
  std::vector<fs::path> files = {source};
  if (isFolder)
    files = filesUnder(
        source, [](const fs::path& f) { return lowerCase(f.extension().string()) == ".xml"; });
  if (files.empty() || lowerCase(files[0].extension().string()) != ".xml")
    throwWrongFormat(source, formatName, "a folder with an XML file for each image");
  std::vector<VocFile> read;
  for (const fs::path& file : files) {
    progress.step(int64_t(read.size()), int64_t(files.size()), "reading labels");
    try {
      read.push_back(readXml(file, set));
    } catch (const Error& error) { set.bad(error.where(), error.message()); }
  }
  return read;
}

PendingItem itemOf(const VocFile& file, const ImageIndex& images, bool fromZero) {
  PendingItem item;
  item.where = file.xml.string();
  item.saidWidth = file.width;
  item.saidHeight = file.height;
  auto image = images.find(file.xml.stem().string(), file.xml);
  if (!image) image = images.find(fs::path(file.imageName).filename().string(), file.xml);
  item.image = image.value_or(file.xml.parent_path() /
                              (file.imageName.empty() ? file.xml.stem().string() : file.imageName));
  const double first = fromZero ? 0 : 1;
  for (const VocObject& object : file.objects)
    item.labels.push_back(
        {object.className,
         Box{object.box.x1 - first, object.box.y1 - first, object.box.x2, object.box.y2},
         atLine(file.xml, object.line)});
  return item;
}

ImportedSet readSet(const fs::path& source, const ImportOptions& options,
                    const Progress& progress) {
  requireSource(source);
  SetBuilder set(formatName, options, progress);
  const std::vector<VocFile> files = readAllXml(source, set, progress);
  const fs::path folder = fs::is_directory(source) ? source : source.parent_path();
  const ImageIndex images(folder, [](const fs::path& file) {
    return file.parent_path().filename() != "SegmentationClass" &&
           file.parent_path().filename() != "SegmentationObject";
  });
  const bool fromZero = countsFromZero(files);
  if (fromZero)
    set.warn(source.string(),
             "some boxes begin at 0, so pixels are counted from 0 and not, as in VOC, from 1");
  const std::map<std::string, Split> splits = officialSplits(folder);
  std::map<fs::path, bool> hasLabels;
  for (const VocFile& file : files) {
    PendingItem item = itemOf(file, images, fromZero);
    if (const auto split = splits.find(file.xml.stem().string()); split != splits.end())
      item.split = split->second;
    hasLabels[item.image] = true;
    set.addItem(std::move(item));
  }
  int64_t unlabelled = 0;
  for (const fs::path& image : images.images())
    if (fs::is_directory(source) && !hasLabels.contains(image)) {
      PendingItem item;
      item.image = image;
      item.status = LabelStatus::Unlabelled;
      set.addItem(std::move(item));
      ++unlabelled;
    }
  if (unlabelled > 0)
    set.warn(source.string(),
             std::to_string(unlabelled) + " image(s) have no XML file and come in unlabelled");
  return set.finish(source);
}

}  // namespace

Format vocFormat() {
  return {formatName,
          "Pascal VOC: a folder with an XML file for each image, in any arrangement; "
          "ImageSets/Main gives the split.",
          {ItemKind::Image},
          readSet,
          writeVoc};
}

}  // namespace assay
