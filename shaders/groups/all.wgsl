// One group of coordinates after the other. Interface of this folder: see one.wgsl.

fn walk_groups(particle: u32, place: u32, passage: Passage) -> Passage {
  var known = passage;
  for (var group = 0u; group < runs[cell].coordinate_count / POINT_SIZE; group++) {
    known = walk_group(particle, place, group, known);
  }
  return known;
}
