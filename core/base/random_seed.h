// SPDX-License-Identifier: Apache-2.0
// Randomness comes in as an argument. SplitMix64 derives independent streams from one seed, so a
// batch's content depends on (seed, epoch, batch) and never on which thread made it.
#pragma once

#include <cstdint>
#include <span>
#include <string_view>
#include <utility>

namespace assay {

/// SplitMix64 finaliser (Steele, Lea, Flood 2014, "Fast splittable pseudorandom number generators").
constexpr uint64_t mix64(uint64_t x) {
  x += 0x9E3779B97F4A7C15ull;
  x = (x ^ (x >> 30)) * 0xBF58476D1CE4E5B9ull;
  x = (x ^ (x >> 27)) * 0x94D049BB133111EBull;
  return x ^ (x >> 31);
}

/// The seed of a named or numbered sub-stream.
constexpr uint64_t deriveSeed(uint64_t seed, uint64_t stream) { return mix64(mix64(seed) ^ stream); }
constexpr uint64_t deriveSeed(uint64_t seed, std::string_view name) {
  uint64_t h = 0xcbf29ce484222325ull;
  for (char c : name) h = (h ^ static_cast<unsigned char>(c)) * 0x100000001b3ull;
  return deriveSeed(seed, h);
}

/// Small, fast, and the same on every platform and standard library (std distributions are not).
class Random {
 public:
  explicit constexpr Random(uint64_t seed) : state_(mix64(seed)) {}

  constexpr uint64_t next() { return mix64(state_ += 0x9E3779B97F4A7C15ull); }
  /// Uniform in [0, 1).
  constexpr double uniform() { return static_cast<double>(next() >> 11) * 0x1.0p-53; }
  constexpr double uniform(double low, double high) { return low + (high - low) * uniform(); }
  /// Uniform integer in [0, bound); bound > 0. Lemire's multiply-shift without rejection: bias < 2^-32.
  constexpr int64_t below(int64_t bound) {
    __extension__ using Wide = unsigned __int128;
    return static_cast<int64_t>((static_cast<Wide>(next()) * static_cast<uint64_t>(bound)) >> 64);
  }
  /// Uniform integer in [low, high], both ends included.
  constexpr int64_t between(int64_t low, int64_t high) { return low + below(high - low + 1); }
  constexpr bool chance(double probability) { return uniform() < probability; }

  template <class T>
  constexpr void shuffle(std::span<T> values) {
    for (std::size_t i = values.size(); i > 1; --i)
      std::swap(values[i - 1], values[static_cast<std::size_t>(below(static_cast<int64_t>(i)))]);
  }

 private:
  uint64_t state_;
};

}  // namespace assay
