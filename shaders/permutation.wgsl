// A keyed order of the numbers 0 to count - 1: a Feistel network of eight rounds, 32 for a set of up
// to 64, on the next power of two, walked on until it falls below count. Nothing is stored: the place of one number is
// computed alone. Sources: Luby and Rackoff (1988); Black and Rogaway (2002), cycle walking; the
// rounds' mixing is our own. CPU twin: engine/cpu/permutation.ts.

// The low and the high half of a number have `low_bits` and `high_bits` bits.
struct Halves { low_bits: u32, high_bits: u32 }

fn mixed(half: u32, key: u32) -> u32 {
  var h = (half ^ key) * 0x9e3779b1u;
  h = (h ^ (h >> 15u)) * 0x85ebca77u;
  return h ^ (h >> 13u);
}

fn feistel(number: u32, halves: Halves, keys: vec4u, rounds: u32) -> u32 {
  let low_mask = (1u << halves.low_bits) - 1u;
  let high_mask = (1u << halves.high_bits) - 1u;
  var low = number & low_mask;
  var high = number >> halves.low_bits;
  for (var round = 0u; round < rounds; round++) {
    let key = keys[round & 3u] + (round >> 2u) * 0x9e3779b9u;
    high = (high ^ mixed(low, key)) & high_mask;
    low = (low ^ mixed(high, key * 0xc2b2ae3du + 0x27d4eb2fu)) & low_mask;
  }
  return (high << halves.low_bits) | low;
}

// Which number stands at `place`; a bijection of 0 to count - 1 for every key.
fn ordered(place: u32, count: u32, halves: Halves, keys: vec4u) -> u32 {
  // Four rounds of each half leave some orders of few numbers up to 40 % too likely.
  let rounds = select(4u, 16u, count <= 64u);
  var number = place;
  loop {
    number = feistel(number, halves, keys, rounds);
    if (number < count) { break; }
  }
  return number;
}
