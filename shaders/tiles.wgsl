// Printed from src/engine/layout.ts and src/engine/constants.ts by `npm run layouts`.

// What one workgroup of escape does: neighbouring replicas of one run.
struct Tile {
  run: u32,            // number in the list of runs
  first_particle: u32,
  end_particle: u32,
  place: u32,          // of the first particle's passage and state
}

// What one workgroup of tally counts.
struct Batch {
  place: u32,  // of the first replica's passage on the first side
  count: u32,  // replicas
  sides: u32,  // 1 to MOST_SIDES
  stride: u32, // places from one side to the next
}
