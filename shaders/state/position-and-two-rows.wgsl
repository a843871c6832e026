// A particle is its point and two numbers a coordinate that its optimizer remembers of the way.
// Both rows of a group's memory lie together behind all coordinates, and start at 0. Interface of
// this folder: see position.wgsl. CPU twin: engine/cpu/state.ts.

struct State { x: Point, memory: Point, second: Point }

fn fresh_state(x: Point) -> State { return State(x, Point(), Point()); }

fn load_state(group: u32, particle: u32) -> State {
  let row = runs[cell].coordinate_count + 2u * group * POINT_SIZE;
  return State(
    load_point(group * POINT_SIZE, particle), load_point(row, particle), load_point(row + POINT_SIZE, particle));
}

fn store_state(group: u32, particle: u32, state: State) {
  let row = runs[cell].coordinate_count + 2u * group * POINT_SIZE;
  store_point(group * POINT_SIZE, particle, state.x);
  store_point(row, particle, state.memory);
  store_point(row + POINT_SIZE, particle, state.second);
}

fn taken_state(before: State, after: State, taken: bool) -> State {
  return State(
    either(before.x, after.x, taken), either(before.memory, after.memory, taken),
    either(before.second, after.second, taken));
}

fn edge_state(state: State) -> State {
  return State(frozen(state.x), state.memory, state.second);
}
