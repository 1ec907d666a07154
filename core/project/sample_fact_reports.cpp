// SPDX-License-Identifier: Apache-2.0
#include "core/project/sample_fact_reports.h"

#include <cstdio>

namespace assay {

namespace {

/// Sentences with {places}: machine, part, fault, cause, action, supplier, hall, day.
constexpr const char* chineseTemplates[] = {
    "{day}，{hall}的{machine}停机，检查发现{part}出现{fault}。原因是{cause}，已安排{action}。",
    "巡检记录：{machine}运行异常。{part}有{fault}现象，疑为{cause}所致。",
    "{machine}报警后，班组打开设备，确认{part}{fault}；处理办法：{action}。备件由{supplier}供应。",
    "{supplier}送来的{part}已到货。上次{fault}是因为{cause}。",
    "{day}夜班，{machine}（{hall}）因{part}{fault}停了两小时。",
};
constexpr const char* englishTemplates[] = {
    "On {day} the {machine} in the {hall} stopped: the {part} showed {fault}. The reason was {cause}; we had to {action}.",
    "Inspection: {machine} runs rough. There is {fault} at the {part}, probably because of {cause}.",
    "After an alarm of {machine} the crew found {fault} at the {part}. Remedy: {action}. The spare came from {supplier}.",
    "{supplier} delivered the {part}. The last {fault} was due to {cause}.",
    "Night shift, {day}: {machine} ({hall}) was down for two hours because of {fault} at the {part}.",
};

class ReportWriter {
 public:
  ReportWriter(const FactWorld& world, ReportLanguage language, Random& random) : world_(world), language_(language), random_(random) {}

  ReportSentence sentence(const Incident& incident) {
    const auto& templates = language_ == ReportLanguage::Chinese ? chineseTemplates : englishTemplates;
    ReportSentence out;
    for (const char* at = templates[random_.below(5)]; *at;) {
      if (*at != '{') {
        out.text += *at++;
        continue;
      }
      std::string place;
      for (++at; *at != '}'; ++at) place += *at;
      ++at;
      fill(place, incident, out);
    }
    return out;
  }

 private:
  void fill(const std::string& place, const Incident& incident, ReportSentence& out) {
    if (place == "day") {
      out.text += day();
      return;
    }
    const int32_t entity = place == "machine"    ? incident.machine
                           : place == "part"     ? incident.part
                           : place == "fault"    ? incident.fault
                           : place == "cause"    ? incident.cause
                           : place == "action"   ? incident.action
                           : place == "supplier" ? incident.supplier
                                                 : incident.hall;
    const FactEntity& words = world_.entities[std::size_t(entity)];
    const std::string& name = language_ == ReportLanguage::Chinese ? words.chinese : words.english;
    out.marks.push_back({out.text.size(), out.text.size() + name.size(), entity});
    out.text += name;
  }
  std::string day() {
    const int month = int(random_.between(1, 12)), day = int(random_.between(1, 28));
    char text[32];
    if (language_ == ReportLanguage::Chinese) std::snprintf(text, sizeof text, "%d月%d日", month, day);
    else std::snprintf(text, sizeof text, "2026-%02d-%02d", month, day);
    return text;
  }

  const FactWorld& world_;
  ReportLanguage language_;
  Random& random_;
};

}  // namespace

ReportSentence writeSentence(const FactWorld& world, const Incident& incident, ReportLanguage language, Random& random) {
  return ReportWriter(world, language, random).sentence(incident);
}

std::vector<std::pair<std::string, std::string>> writeReports(const FactWorld& world, int count, uint64_t seed) {
  const std::vector<Incident> incidents = incidentsOf(world);
  Random random(deriveSeed(seed, "reports"));
  std::vector<std::pair<std::string, std::string>> reports;
  for (int i = 0; i < count; ++i) {
    const ReportLanguage language = i % 2 == 0 ? ReportLanguage::Chinese : ReportLanguage::English;
    std::string text = language == ReportLanguage::Chinese ? "维修报告\n\n" : "Service report\n\n";
    for (int64_t lines = random.between(2, 5); lines > 0; --lines)
      text += writeSentence(world, incidents[std::size_t(random.below(int64_t(incidents.size())))], language, random).text + "\n";
    char name[40];
    std::snprintf(name, sizeof name, "report_%04d_%s.txt", i + 1, language == ReportLanguage::Chinese ? "zh" : "en");
    reports.emplace_back(name, std::move(text));
  }
  return reports;
}

}  // namespace assay
