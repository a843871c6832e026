// Runs a TestU01 battery (L'Ecuyer, Simard 2007) on the words of a run. See README.md.
#include <cmath>
#include <cstdio>
#include <ctime>
#include <functional>
#include <memory>

extern "C" {
#include <testu01/bbattery.h>
#include <testu01/unif01.h>
}

#include "stream.hpp"

namespace {

// TestU01 takes a plain function without a context, so the stream it reads is global.
std::unique_ptr<WordStream> stream;
const std::uint32_t* next = nullptr;
const std::uint32_t* end = nullptr;
std::uint64_t wordsTaken = 0;

unsigned int nextWord() {
  if (next == end) {
    const std::vector<std::uint32_t>& chunk = stream->nextChunk();
    next = chunk.data();
    end = next + chunk.size();
    wordsTaken += chunk.size();
  }
  return *next++;
}

struct Battery {
  std::function<void(unif01_Gen*)> all;
  std::function<void(unif01_Gen*, int*)> some;
};

/** Bits that the batteries without a size of their own read: 2^34 unless told. */
double batteryBits = 17179869184.0;

const std::map<std::string, Battery> batteries = {
    {"small", {bbattery_SmallCrush, bbattery_RepeatSmallCrush}},
    {"crush", {bbattery_Crush, bbattery_RepeatCrush}},
    {"big", {bbattery_BigCrush, bbattery_RepeatBigCrush}},
    {"rabbit",
     {[](unif01_Gen* generator) { bbattery_Rabbit(generator, batteryBits); },
      [](unif01_Gen* generator, int* repeats) { bbattery_RepeatRabbit(generator, batteryBits, repeats); }}},
    {"alphabit",
     {[](unif01_Gen* generator) { bbattery_Alphabit(generator, batteryBits, 0, 32); },
      [](unif01_Gen* generator, int* repeats) { bbattery_RepeatAlphabit(generator, batteryBits, 0, 32, repeats); }}},
};

/** Every p-value: TestU01's own summary leaves out those within [0.001, 0.999]. */
void printResults() {
  int outside = 0;
  std::printf("\nAll p-values (statistic, p):\n");
  for (int index = 0; index < bbattery_NTests; index++) {
    const double p = bbattery_pVal[index];
    // TestU01 marks a statistic it has not computed with a negative number.
    if (p < 0) continue;
    const bool extreme = p < 1e-4 || p > 1 - 1e-4;
    if (extreme) outside++;
    std::printf("  %-32s %.6g%s\n", bbattery_TestNames[index], p, extreme ? "  <-- outside [1e-4, 1 - 1e-4]" : "");
  }
  std::printf("Statistics: %d, outside [1e-4, 1 - 1e-4]: %d\n", bbattery_NTests, outside);
}

}  // namespace

int main(int argumentCount, char** arguments) {
  try {
    checkKnownAnswers();
    if (argumentCount < 2) throw std::invalid_argument("usage: crush BATTERY ORDER [name=value ...]");
    const auto battery = batteries.find(arguments[1]);
    if (battery == batteries.end()) throw std::invalid_argument(std::string("unknown battery: ") + arguments[1]);
    std::map<std::string, std::string> rest;
    const Reading reading = parseReading(argumentCount - 2, arguments + 2, rest);
    stream = std::make_unique<WordStream>(reading);
    int test = 0;
    for (const auto& [name, value] : rest) {
      if (name == "test") {
        test = std::stoi(value);
      } else if (name == "bits-read") {
        batteryBits = std::stod(value);
      } else {
        throw std::invalid_argument("unknown setting: " + name);
      }
    }
    // The long batteries are followed through their log while they run.
    std::setvbuf(stdout, nullptr, _IOLBF, 0);
    std::string name = reading.describe();
    std::printf("Battery %s, order %s\n", arguments[1], name.c_str());
    unif01_Gen* const generator = unif01_CreateExternGenBits(name.data(), nextWord);
    if (test > 0) {
      std::vector<int> repeats(256, 0);
      if (test >= int(repeats.size())) throw std::invalid_argument("no such test");
      repeats[test] = 1;
      battery->second.some(generator, repeats.data());
    } else {
      battery->second.all(generator);
    }
    printResults();
    unif01_DeleteExternGenBits(generator);
    std::printf("Words taken: %llu, processor time: %.0f s\n", static_cast<unsigned long long>(wordsTaken),
                double(std::clock()) / CLOCKS_PER_SEC);
  } catch (const std::exception& problem) {
    std::fprintf(stderr, "crush: %s\n", problem.what());
    return 2;
  }
}
