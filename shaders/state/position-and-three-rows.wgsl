// A particle is its point and three numbers a coordinate that its optimizer remembers of the way.
// All rows of a group's memory lie together behind all coordinates, and start at 0. Interface of
// this folder: see position.wgsl. CPU twin: engine/cpu/state.ts.

struct State { x: Point, memory: Point, second: Point, third: Point }

fn fresh_state(x: Point) -> State { return State(x, Point(), Point(), Point()); }

fn load_state(group: u32, particle: u32) -> State {
  let row = runs[cell].coordinate_count + 3u * group * POINT_SIZE;
  return State(
    load_point(group * POINT_SIZE, particle), load_point(row, particle),
    load_point(row + POINT_SIZE, particle), load_point(row + 2u * POINT_SIZE, particle));
}

fn store_state(group: u32, particle: u32, state: State) {
  let row = runs[cell].coordinate_count + 3u * group * POINT_SIZE;
  store_point(group * POINT_SIZE, particle, state.x);
  store_point(row, particle, state.memory);
  store_point(row + POINT_SIZE, particle, state.second);
  store_point(row + 2u * POINT_SIZE, particle, state.third);
}

fn taken_state(before: State, after: State, taken: bool) -> State {
  return State(
    either(before.x, after.x, taken), either(before.memory, after.memory, taken),
    either(before.second, after.second, taken), either(before.third, after.third, taken));
}

fn edge_state(state: State) -> State {
  return State(frozen(state.x), state.memory, state.second, state.third);
}
