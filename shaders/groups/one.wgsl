// All coordinates are one group: a loop of one turn around those over steps costs software adapters
// a tenth. Interface of this folder: walk_groups = first passage of a particle at a place of the
// buffers, whose state is stored.

fn walk_groups(particle: u32, place: u32, passage: Passage) -> Passage {
  return walk_group(particle, place, 0u, passage);
}
