// What this processor can do: the step of the default spec in C++, vectors of 8 floats, one thread a hardware thread.
// The yardstick of docs/benchmarks.md, and no part of the product. It owes nothing to the shaders' integers: its streams are
// seeded by a cheap hash, once a particle, and constants are folded where the law stays the same.
//
// Build: g++ -O3 -march=native -pthread bench/cpu-limit.cpp -o cpu-limit
// Run:   cpu-limit gaussian|two-point PARTICLES STEPS REPEATS
// Prints one JSON object; `rate` is million particle-steps per second with every thread busy, by the threads' own CPU time,
// so that other work on the machine counts as little as it can; `inside` and `escaped` are the shares to check it by.
#include <immintrin.h>
#include <time.h>

#include <algorithm>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <thread>
#include <vector>

using Floats = float __attribute__((vector_size(32)));
using Words = uint32_t __attribute__((vector_size(32)));
using Ints = int32_t __attribute__((vector_size(32)));

constexpr int LANES = 8;
constexpr uint32_t NEVER = 0xffffffffu;
constexpr uint32_t SIGN = 0x80000000u;
constexpr float RADIUS = 10;

// The default spec: a = 1, sigma = 2, tau = 1, rho = 0, learning rate 1, dt = 0.001, start at 1.
constexpr float GROWTH = 1 + 0.001f;
constexpr float MULTIPLICATIVE = 2 * 0.0316227766f;
constexpr float ADDITIVE = 0.0316227766f;

static inline Floats all(float value) { return Floats{} + value; }
static inline Words all(uint32_t value) { return Words{} + value; }
static inline Floats asFloats(Words w) { return reinterpret_cast<Floats>(w); }
static inline Words asWords(Floats f) { return reinterpret_cast<Words>(f); }
static inline Floats fma(Floats a, Floats b, Floats c) {
  return reinterpret_cast<Floats>(_mm256_fmadd_ps(reinterpret_cast<__m256>(a), reinterpret_cast<__m256>(b), reinterpret_cast<__m256>(c)));
}
static inline Floats root(Floats a) { return reinterpret_cast<Floats>(_mm256_sqrt_ps(reinterpret_cast<__m256>(a))); }
static inline Floats number(Words w) { return __builtin_convertvector(reinterpret_cast<Ints>(w), Floats); }
static inline Words smaller(Words a, Words b) {
  return reinterpret_cast<Words>(_mm256_min_epu32(reinterpret_cast<__m256i>(a), reinterpret_cast<__m256i>(b)));
}

struct Stream { Words a, b, c, counter; };

static inline Words next(Stream &s) {
  const Words word = s.a + s.b + s.counter;
  s.counter += 1;
  s.a = s.b ^ (s.b >> 9);
  s.b = s.c + (s.c << 3);
  s.c = ((s.c << 21) | (s.c >> 11)) + word;
  return word;
}

static uint32_t mix(uint32_t h) {
  h = (h ^ (h >> 16)) * 0x85ebca6bu;
  h = (h ^ (h >> 13)) * 0xc2b2ae35u;
  return h ^ (h >> 16);
}

static Stream seed(uint32_t particle) {
  Stream s;
  for (int lane = 0; lane < LANES; lane++) {
    s.a[lane] = mix(particle + lane);
    s.b[lane] = mix(s.a[lane] + 0x9e3779b9u);
    s.c[lane] = particle + lane;
    s.counter[lane] = 1;
  }
  for (int i = 0; i < 12; i++) next(s);
  return s;
}

// The polynomials of shaders/normal.wgsl.
static inline void normals(Words radiusWord, Words angleWord, Floats &first, Floats &second) {
  const Words k = radiusWord & 0x7fffffffu;
  const Words cut = (k & 0xffffff00u) | 128u;
  const Floats open = number(reinterpret_cast<Ints>(k) < 8388608 ? k : cut) + 0.5f;
  const Words bits = asWords(open) - 0x3f3504f3u - 31u * 0x00800000u;
  const Floats exponent = number(bits & 0xff800000u);
  const Floats s = asFloats((bits & 0x007fffffu) + 0x3f3504f3u) - 1.0f;
  Floats p = fma(all(0.20757439732551575f), s, all(-0.32676303386688232f));
  p = fma(p, s, all(0.34424853324890137f));
  p = fma(p, s, all(-0.3976846933364868f));
  p = fma(p, s, all(0.49943119287490845f));
  p = fma(p, s, all(-0.6667121648788452f));
  p = fma(p, s, all(1.000006914138794f));
  p = fma(p, s, all(-1.9999998807907104f));
  const Floats radius = root(fma(exponent, all(-1.3862943611198906f * 1.1920928955078125e-7f), s * p));
  const Floats v = number((angleWord & 0xffffff00u) | 0x80u) * 2.3283064365386963e-10f;
  const Floats w = v * v;
  Floats sine = fma(all(0.07765940576791763f), w, all(-0.5982921719551086f));
  sine = fma(sine, w, all(2.5500776767730713f));
  sine = fma(sine, w, all(-5.167710304260254f));
  sine = fma(sine, w, all(3.1415927410125732f));
  Floats cosine = fma(all(0.2196968048810959f), w, all(-1.3318802118301392f));
  cosine = fma(cosine, w, all(4.058412075042725f));
  cosine = fma(cosine, w, all(-4.934792995452881f));
  cosine = fma(cosine, w, all(0.9999999403953552f));
  first = radius * asFloats(asWords(cosine) ^ (radiusWord & SIGN));
  second = radius * v * sine;
}

struct Chain { Floats x; Words passage; Stream stream; Words bits; };

static inline void passed(Chain &c, uint32_t step) {
  const Words over = reinterpret_cast<Words>(asFloats(asWords(c.x) & ~SIGN) > RADIUS);
  c.passage = smaller(c.passage, step | ~over);
}

static inline void gaussianStep(Chain &c, uint32_t step) {
  Floats xi, eta;
  const Words first = next(c.stream);
  normals(first, next(c.stream), xi, eta);
  c.x = fma(fma(all(MULTIPLICATIVE), xi, all(GROWTH)), c.x, ADDITIVE * eta);
  passed(c, step);
}

static inline void twoPointStep(Chain &c, uint32_t step) {
  const Floats xi = asFloats((c.bits & SIGN) | asWords(all(MULTIPLICATIVE)));
  const Floats eta = asFloats(((c.bits + c.bits) & SIGN) | asWords(all(ADDITIVE)));
  c.bits <<= 2;
  c.x = fma(xi + GROWTH, c.x, eta);
  passed(c, step);
}

// CHAINS vectors are carried side by side, to hide latency.
template <bool TWO_POINT, int CHAINS>
static void advance(float *positions, uint32_t *passages, uint32_t from, uint32_t end, uint32_t steps) {
  for (uint32_t particle = from; particle < end; particle += CHAINS * LANES) {
    Chain chains[CHAINS];
    for (int k = 0; k < CHAINS; k++) {
      memcpy(&chains[k].x, positions + particle + k * LANES, sizeof(Floats));
      memcpy(&chains[k].passage, passages + particle + k * LANES, sizeof(Words));
      chains[k].stream = seed(particle + k * LANES);
    }
    if constexpr (TWO_POINT)
      for (uint32_t step = 0; step < steps; step += 16) {
        for (Chain &c : chains) c.bits = next(c.stream);
#pragma GCC unroll 16
        for (uint32_t i = 1; i <= 16; i++)
          for (Chain &c : chains) twoPointStep(c, step + i);
      }
    else
      for (uint32_t step = 1; step <= steps; step++)
        for (Chain &c : chains) gaussianStep(c, step);
    for (int k = 0; k < CHAINS; k++) {
      memcpy(positions + particle + k * LANES, &chains[k].x, sizeof(Floats));
      memcpy(passages + particle + k * LANES, &chains[k].passage, sizeof(Words));
    }
  }
}

static double threadSeconds() {
  timespec time;
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time);
  return time.tv_sec + 1e-9 * time.tv_nsec;
}

int main(int count, char **arguments) {
  if (count != 5) {
    fputs("usage: cpu-limit gaussian|two-point PARTICLES STEPS REPEATS\n", stderr);
    return 2;
  }
  const bool twoPoint = !strcmp(arguments[1], "two-point");
  const uint32_t particles = atoi(arguments[2]), steps = atoi(arguments[3]), repeats = atoi(arguments[4]);
  const uint32_t threads = std::max(1u, std::thread::hardware_concurrency());
  if (particles % (threads * 4 * LANES) || steps % 16 || !repeats) {
    fputs("PARTICLES must be a multiple of the vectors of all threads, STEPS of 16.\n", stderr);
    return 2;
  }
  std::vector<float> positions(particles);
  std::vector<uint32_t> passages(particles);
  std::vector<double> seconds(threads);
  const uint32_t share = particles / threads;
  std::vector<std::thread> pool;
  for (uint32_t i = 0; i < threads; i++)
    pool.emplace_back([&, i] {
      const double started = threadSeconds();
      for (uint32_t repeat = 0; repeat < repeats; repeat++) {
        std::fill_n(positions.begin() + i * share, share, 1.0f);
        std::fill_n(passages.begin() + i * share, share, NEVER);
        const auto run = twoPoint ? advance<true, 4> : advance<false, 2>; // the fastest of 1, 2 and 4
        run(positions.data(), passages.data(), i * share, (i + 1) * share, steps);
      }
      seconds[i] = threadSeconds() - started;
    });
  for (std::thread &thread : pool) thread.join();
  double busy = 0, inside = 0, escaped = 0;
  for (double each : seconds) busy += each;
  for (float x : positions) inside += x > -1 && x < 1;
  for (uint32_t passage : passages) escaped += passage != NEVER;
  printf("{\"variant\":\"%s\",\"threads\":%u,\"rate\":%.1f,\"inside\":%.6f,\"escaped\":%.6f}\n", arguments[1], threads,
         1e-6 * particles * steps * repeats / (busy / threads), inside / particles, escaped / particles);
}
