// Equal bins of asinh(value). Interface of this folder: along = where a value is on the axis of the
// histogram, to guess its bin: rounding costs time and no particle. The edges themselves are those
// of spec/histogram-edges.ts.

fn along(value: f32) -> f32 {
  let size = abs(value);
  return sign(value) * log(size + sqrt(fma(size, size, 1.0)));
}
