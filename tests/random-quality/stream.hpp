// The random words of a run, in the orders in which the quality tests read them.
// The generator is that of shaders/random.wgsl and shaders/generator/sfc32.wgsl, written a third time on
// purpose: millions of words a second more than the CPU engine gives, and a check of both other versions.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <map>
#include <stdexcept>
#include <string>
#include <vector>

using Words4 = std::array<std::uint32_t, 4>;
using Key = std::array<std::uint32_t, 2>;

/** Philox4x32 with 10 rounds (Salmon, Moraes, Dror, Shaw 2011): 128 bits of position, 64 bits of key. */
inline Words4 philox4x32(Words4 position, Key key) {
  for (int round = 0; round < 10; round++) {
    const std::uint64_t product0 = 0xd2511f53ull * position[0];
    const std::uint64_t product2 = 0xcd9e8d57ull * position[2];
    position = {
        std::uint32_t(product2 >> 32) ^ position[1] ^ key[0],
        std::uint32_t(product2),
        std::uint32_t(product0 >> 32) ^ position[3] ^ key[1],
        std::uint32_t(product0),
    };
    key[0] += 0x9e3779b9u;
    key[1] += 0xbb67ae85u;
  }
  return position;
}

/** The block's own 128 bits: pcg4d (Jarzynski, Olano 2020) with a third round, of the seed and the block's number. */
inline Words4 blockState(Words4 seed, std::uint32_t block) {
  auto& [x, y, z, w] = seed;
  y += block * 0x9e3779b9u;
  for (int round = 0; round < 3; round++) {
    if (round > 0) {
      for (std::uint32_t& word : seed) word ^= word >> 16;
    }
    x += y * w;
    y += z * x;
    z += x * y;
    w += y * z;
  }
  return seed;
}

/** One step of sfc32 (Doty-Humphrey, PractRand). */
inline std::uint32_t sfc32(std::uint32_t& a, std::uint32_t& b, std::uint32_t& c, std::uint32_t& counter) {
  const std::uint32_t word = a + b + counter;
  counter += 1;
  a = b ^ (b >> 9);
  b = c + (c << 3);
  c = ((c << 21) | (c >> 11)) + word;
  return word;
}

/** Throws if Philox disagrees with the known answers its authors publish with Random123. */
inline void checkKnownAnswers() {
  struct KnownAnswer {
    Words4 position;
    Key key;
    Words4 words;
  };
  const std::uint32_t ones = 0xffffffffu;
  const KnownAnswer known[] = {
      {{0, 0, 0, 0}, {0, 0}, {0x6627e8d5u, 0xe169c58du, 0xbc57ac4cu, 0x9b00dbd8u}},
      {{ones, ones, ones, ones}, {ones, ones}, {0x408f276du, 0x41c83b0eu, 0xa20bc7c6u, 0x6d5451fdu}},
      {{0x243f6a88u, 0x85a308d3u, 0x13198a2eu, 0x03707344u},
       {0xa4093822u, 0x299f31d0u},
       {0xd16cfe09u, 0x94fdccebu, 0x5001e420u, 0x24126ea1u}},
  };
  for (const KnownAnswer& answer : known) {
    if (philox4x32(answer.position, answer.key) != answer.words) throw std::runtime_error("philox4x32 is wrong");
  }
}

/** What to read, and in which order. */
struct Reading {
  std::string order = "across";
  std::string bits = "all";
  std::uint32_t particles = 1u << 20;
  /** Blocks of a particle that are read before the next particle's turn (orders "along" and "block-run"). */
  std::uint32_t blocks = 1024;
  Key key = {0, 0};

  std::string describe() const {
    return order + " particles=" + std::to_string(particles) + " blocks=" + std::to_string(blocks) +
           " key=" + std::to_string(key[0]) + "," + std::to_string(key[1]) + " bits=" + bits;
  }
};

/** An endless stream of words, handed out in chunks. */
class WordStream {
 public:
  explicit WordStream(const Reading& reading) : reading_(reading) {
    struct Shape {
      bool inTurn;
      std::uint32_t steps;
      bool first;
      bool second;
    };
    // "keys" and "coordinates" differ from "across" only in what a lane is; see position().
    static const std::map<std::string, Shape> shapes = {
        {"across", {false, blockSteps, true, true}},      {"word0", {false, blockSteps, true, false}},
        {"word1", {false, blockSteps, false, true}},      {"keys", {false, blockSteps, true, true}},
        {"coordinates", {false, blockSteps, true, true}}, {"blocks", {false, 1, true, false}},
        {"along", {true, blockSteps, true, true}},        {"block-run", {true, 1, true, false}},
    };
    const auto found = shapes.find(reading.order);
    if (found == shapes.end()) throw std::invalid_argument("unknown order: " + reading.order);
    if (reading.bits != "all" && reading.bits != "reversed" && reading.bits != "low8") {
      throw std::invalid_argument("unknown bits: " + reading.bits);
    }
    if (reading.particles == 0 || reading.blocks == 0) throw std::invalid_argument("nothing to read");
    inTurn_ = found->second.inTurn;
    steps_ = found->second.steps;
    first_ = found->second.first;
    second_ = found->second.second;
    if (!inTurn_) {
      for (auto* lane : {&a_, &b_, &c_, &counter_}) lane->resize(reading.particles);
    }
  }

  /** The next words; valid until the next call. Never empty. */
  const std::vector<std::uint32_t>& nextChunk() {
    if (reading_.bits == "low8") {
      packed_.clear();
      while (packed_.empty()) {
        read();
        pack();
      }
      return packed_;
    }
    read();
    if (reading_.bits == "reversed") {
      for (std::uint32_t& word : chunk_) word = reversed(word);
    }
    return chunk_;
  }

 private:
  static constexpr std::uint32_t blockSteps = 64;
  static constexpr std::uint32_t coordinates = 64;
  static constexpr std::uint32_t noisePurpose = 1;
  /** Lanes of a chunk: few enough that chunk and states stay in the fast caches. */
  static constexpr std::uint32_t tileLanes = 4096;

  void read() {
    if (inTurn_) {
      readInTurn();
    } else {
      readInterleaved();
    }
  }

  Words4 seed(std::uint32_t lane, std::uint32_t block) const {
    std::uint32_t particle = lane;
    std::uint32_t coordinate = 0;
    Key key = reading_.key;
    if (reading_.order == "coordinates") {
      particle = lane / coordinates;
      coordinate = lane % coordinates;
    } else if (reading_.order == "keys") {
      particle = 0;
      key[0] += lane;
    }
    return blockState(philox4x32({particle, 0, noisePurpose * 256 + coordinate, 0}, key), block);
  }

  /** All lanes side by side: one step of a tile of lanes a call. */
  void readInterleaved() {
    const std::uint32_t begin = lane_;
    const std::uint32_t end = reading_.particles - begin < tileLanes ? reading_.particles : begin + tileLanes;
    if (step_ == 0) {
      for (std::uint32_t lane = begin; lane < end; lane++) {
        const Words4 state = seed(lane, block_);
        a_[lane] = state[0];
        b_[lane] = state[1];
        c_[lane] = state[2];
        counter_[lane] = state[3];
      }
    }
    const bool both = first_ && second_;
    chunk_.resize(std::size_t(end - begin) * (both ? 2 : 1));
    std::uint32_t* const out = chunk_.data();
    std::uint32_t* const a = a_.data() + begin;
    std::uint32_t* const b = b_.data() + begin;
    std::uint32_t* const c = c_.data() + begin;
    std::uint32_t* const counter = counter_.data() + begin;
    const std::uint32_t count = end - begin;
    // Two loops, so that the compiler can turn either into vector instructions.
    if (both) {
      for (std::uint32_t lane = 0; lane < count; lane++) {
        out[2 * lane] = sfc32(a[lane], b[lane], c[lane], counter[lane]);
        out[2 * lane + 1] = sfc32(a[lane], b[lane], c[lane], counter[lane]);
      }
    } else {
      for (std::uint32_t lane = 0; lane < count; lane++) {
        const std::uint32_t first = sfc32(a[lane], b[lane], c[lane], counter[lane]);
        const std::uint32_t second = sfc32(a[lane], b[lane], c[lane], counter[lane]);
        out[lane] = first_ ? first : second;
      }
    }
    if (end < reading_.particles) {
      lane_ = end;
      return;
    }
    lane_ = 0;
    if (++step_ == steps_) {
      step_ = 0;
      block_++;
    }
  }

  /** Lane after lane: a run of blocks of one lane a call. After the last lane, the next run of the first. */
  void readInTurn() {
    chunk_.clear();
    for (std::uint32_t block = 0; block < reading_.blocks; block++) {
      Words4 state = seed(lane_, block_ + block);
      for (std::uint32_t step = 0; step < steps_; step++) {
        const std::uint32_t first = sfc32(state[0], state[1], state[2], state[3]);
        const std::uint32_t second = sfc32(state[0], state[1], state[2], state[3]);
        if (first_) chunk_.push_back(first);
        if (second_) chunk_.push_back(second);
      }
    }
    if (++lane_ == reading_.particles) {
      lane_ = 0;
      block_ += reading_.blocks;
    }
  }

  /** Packs the low 8 bits of four words into one, the earliest lowest. */
  void pack() {
    for (const std::uint32_t word : chunk_) {
      half_ |= (word & 0xffu) << (8 * halfBytes_);
      if (++halfBytes_ == 4) {
        packed_.push_back(half_);
        half_ = 0;
        halfBytes_ = 0;
      }
    }
  }

  static std::uint32_t reversed(std::uint32_t word) {
    word = ((word >> 1) & 0x55555555u) | ((word & 0x55555555u) << 1);
    word = ((word >> 2) & 0x33333333u) | ((word & 0x33333333u) << 2);
    word = ((word >> 4) & 0x0f0f0f0fu) | ((word & 0x0f0f0f0fu) << 4);
    return __builtin_bswap32(word);
  }

  const Reading reading_;
  bool inTurn_;
  std::uint32_t steps_;
  bool first_;
  bool second_;
  std::vector<std::uint32_t> a_, b_, c_, counter_;
  std::uint32_t lane_ = 0;
  std::uint32_t step_ = 0;
  std::uint32_t block_ = 0;
  std::vector<std::uint32_t> chunk_, packed_;
  std::uint32_t half_ = 0;
  int halfBytes_ = 0;
};

/** The arguments of both programs: an order, then name=value settings; what is no part of a reading is left. */
inline Reading parseReading(int count, char** arguments, std::map<std::string, std::string>& rest) {
  Reading reading;
  if (count > 0) reading.order = arguments[0];
  for (int index = 1; index < count; index++) {
    const std::string argument = arguments[index];
    const std::size_t equals = argument.find('=');
    if (equals == std::string::npos) throw std::invalid_argument("not name=value: " + argument);
    const std::string name = argument.substr(0, equals);
    const std::string value = argument.substr(equals + 1);
    if (name == "particles") {
      reading.particles = std::uint32_t(std::stoul(value, nullptr, 0));
    } else if (name == "blocks") {
      reading.blocks = std::uint32_t(std::stoul(value, nullptr, 0));
    } else if (name == "key") {
      const std::size_t comma = value.find(',');
      if (comma == std::string::npos) throw std::invalid_argument("a key is two numbers: " + value);
      reading.key[0] = std::uint32_t(std::stoul(value.substr(0, comma), nullptr, 0));
      reading.key[1] = std::uint32_t(std::stoul(value.substr(comma + 1), nullptr, 0));
    } else if (name == "bits") {
      reading.bits = value;
    } else {
      rest[name] = value;
    }
  }
  return reading;
}
