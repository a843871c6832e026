// It is looked at after every eighth step, counted from the first of the run. Between, a particle
// may be beyond the reach and come back: who stays there is known by being at the very edge.
// Interface of this folder: see every-step.wgsl. CPU twin: engine/cpu/point.ts.

fn moves_on(x: Point, done: u32, reach: f32) -> Choice {
  return (largest(x) < Number(reach)) | (Choice(done % 8u != 0u) & (largest(x) != Number(FROZEN)));
}

fn looked_at(state: State, done: u32) -> State {
  return taken_state(state, edge_state(state), Choice(done % 8u == 0u));
}

fn settled(state: State) -> State { return state; }
