// A particle is its point and nothing else. Interface of this folder: State, fresh_state,
// load_state, store_state, taken_state = which of two, edge_state. CPU twin: engine/cpu/state.ts.

struct State { x: Point }

fn fresh_state(x: Point) -> State { return State(x); }

fn load_state(group: u32, particle: u32) -> State {
  return State(load_point(group * POINT_SIZE, particle));
}

fn store_state(group: u32, particle: u32, state: State) {
  store_point(group * POINT_SIZE, particle, state.x);
}

fn taken_state(before: State, after: State, taken: Choice) -> State {
  return State(either(before.x, after.x, taken));
}

fn edge_state(state: State) -> State {
  return State(frozen(state.x));
}
