// Whether a particle is beyond the reach is looked at after every step. Interface of this folder:
// moves_on = whether a particle at x takes another step after `done`; looked_at = its state after a
// step of a loop; settled = its state where a loop ends. CPU twin: engine/cpu/point.ts.

fn moves_on(x: Point, done: u32, reach: f32) -> Choice { return largest(x) < Number(reach); }

fn looked_at(state: State, done: u32) -> State { return state; }

fn settled(state: State) -> State { return edge_state(state); }
