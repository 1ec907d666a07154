// SPDX-License-Identifier: Apache-2.0
#include "core/report/html_text.h"

#include <cmath>
#include <cstdio>

namespace assay {

std::string escapeHtml(std::string_view text) {
  std::string safe;
  safe.reserve(text.size());
  for (const char c : text) {
    switch (c) {
      case '&': safe += "&amp;"; break;
      case '<': safe += "&lt;"; break;
      case '>': safe += "&gt;"; break;
      case '"': safe += "&quot;"; break;
      case '\'': safe += "&#39;"; break;
      default: safe += c;
    }
  }
  return safe;
}

std::string base64(std::string_view bytes) {
  static constexpr char digits[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  std::string text;
  text.reserve((bytes.size() + 2) / 3 * 4);
  for (std::size_t i = 0; i < bytes.size(); i += 3) {
    const std::size_t left = bytes.size() - i;
    const auto byte = [&](std::size_t k) { return k < left ? static_cast<unsigned char>(bytes[i + k]) : 0u; };
    const unsigned block = byte(0) << 16 | byte(1) << 8 | byte(2);
    text += digits[block >> 18 & 63];
    text += digits[block >> 12 & 63];
    text += left > 1 ? digits[block >> 6 & 63] : '=';
    text += left > 2 ? digits[block & 63] : '=';
  }
  return text;
}

std::string figure(double value) {
  if (!std::isfinite(value)) return "\xE2\x80\x93";
  char text[32];
  std::snprintf(text, sizeof text, "%.4g", value);
  return text;
}

std::string percent(double share) {
  char text[32];
  std::snprintf(text, sizeof text, "%.1f %%", 100 * share);
  return text;
}

std::string htmlTable(const std::vector<std::vector<std::string>>& rows) {
  std::string html = "<div class=\"scroll\"><table>\n";
  for (std::size_t r = 0; r < rows.size(); ++r) {
    html += "<tr>";
    for (const std::string& text : rows[r]) {
      const char* tag = r == 0 ? "th" : "td";
      html += std::string("<") + tag + ">" + escapeHtml(text) + "</" + tag + ">";
    }
    html += "</tr>\n";
  }
  return html + "</table></div>\n";
}

}  // namespace assay
