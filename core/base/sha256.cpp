// SPDX-License-Identifier: Apache-2.0
#include "core/base/sha256.h"

#include <array>
#include <fstream>
#include <vector>

#include <openssl/evp.h>

#include "core/base/error.h"

namespace assay {

namespace {

EVP_MD_CTX* asContext(void* context) { return static_cast<EVP_MD_CTX*>(context); }

}  // namespace

Sha256::Sha256() : context_(EVP_MD_CTX_new()) {
  require(context_ && EVP_DigestInit_ex(asContext(context_), EVP_sha256(), nullptr) == 1, "SHA-256 is not available",
          {}, Code::Environment);
}

Sha256::~Sha256() { EVP_MD_CTX_free(asContext(context_)); }

void Sha256::update(std::string_view bytes) {
  require(EVP_DigestUpdate(asContext(context_), bytes.data(), bytes.size()) == 1, "SHA-256 failed", {}, Code::Internal);
}

std::string Sha256::finish() {
  std::array<unsigned char, 32> digest{};
  unsigned length = 0;
  require(EVP_DigestFinal_ex(asContext(context_), digest.data(), &length) == 1 && length == digest.size(),
          "SHA-256 failed", {}, Code::Internal);
  static constexpr char digits[] = "0123456789abcdef";
  std::string hex;
  hex.reserve(64);
  for (const unsigned char byte : digest) {
    hex += digits[byte >> 4];
    hex += digits[byte & 15];
  }
  return hex;
}

std::string sha256Hex(std::string_view bytes) {
  Sha256 hash;
  hash.update(bytes);
  return hash.finish();
}

std::string sha256File(const std::filesystem::path& file) {
  std::ifstream in(file, std::ios::binary);
  if (!in) throwErrno("opening", file.string());
  Sha256 hash;
  std::vector<char> block(std::size_t{1} << 20);
  while (in) {
    in.read(block.data(), static_cast<std::streamsize>(block.size()));
    hash.update({block.data(), static_cast<std::size_t>(in.gcount())});
  }
  require(in.eof(), "reading failed", file.string(), Code::Io);
  return hash.finish();
}

}  // namespace assay
