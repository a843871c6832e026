// Euclidean norm of a point, without squares that leave the range of 32 bits. CPU twin:
// engine/cpu/norm.ts.

fn norm_of(p: Point) -> f32 {
  let size = largest(p);
  return size * length(p / Point(max(size, 1e-37)));
}
