// A particle is its point and what its optimizer remembers of the way: a velocity or a landmark.
// Memory lies behind the coordinates in the same buffer, and starts at 0. Interface of this folder:
// see position.wgsl. CPU twin: engine/cpu/state.ts.

struct State { x: Point, memory: Point }

fn fresh_state(x: Point) -> State { return State(x, Point()); }

fn load_state(group: u32, particle: u32) -> State {
  return State(
    load_point(group * POINT_SIZE, particle), load_point(runs[cell].coordinate_count + group * POINT_SIZE, particle));
}

fn store_state(group: u32, particle: u32, state: State) {
  store_point(group * POINT_SIZE, particle, state.x);
  store_point(runs[cell].coordinate_count + group * POINT_SIZE, particle, state.memory);
}

fn taken_state(before: State, after: State, taken: bool) -> State {
  return State(either(before.x, after.x, taken), either(before.memory, after.memory, taken));
}

fn edge_state(state: State) -> State {
  return State(frozen(state.x), state.memory);
}
