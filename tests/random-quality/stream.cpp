// Writes the words of a run to stdout as little-endian u32, for testers that read a pipe. See README.md.
#include <cstdio>
#include <limits>

#include "stream.hpp"

int main(int argumentCount, char** arguments) {
  try {
    checkKnownAnswers();
    std::map<std::string, std::string> rest;
    WordStream stream(parseReading(argumentCount - 1, arguments + 1, rest));
    std::uint64_t wordsLeft = std::numeric_limits<std::uint64_t>::max();
    for (const auto& [name, value] : rest) {
      if (name != "words") throw std::invalid_argument("unknown setting: " + name);
      wordsLeft = std::stoull(value, nullptr, 0);
    }
    while (wordsLeft > 0) {
      const std::vector<std::uint32_t>& chunk = stream.nextChunk();
      const std::size_t count = chunk.size() < wordsLeft ? chunk.size() : std::size_t(wordsLeft);
      // A reader that has enough closes the pipe; that is how a run without words= ends.
      if (std::fwrite(chunk.data(), sizeof(std::uint32_t), count, stdout) < count) break;
      wordsLeft -= count;
    }
  } catch (const std::exception& problem) {
    std::fprintf(stderr, "stream: %s\n", problem.what());
    return 2;
  }
}
