// An anywidget module: some numbers of a spec to change, and the result that the model gives for it.
// Traits: `spec` (written here), `result` and `refusal` (written by the model, for the newest spec).

const FIELDS = [
  { label: 'slope a', path: ['loss', 'a', 0], value: 1, step: 0.05 },
  { label: 'noise sigma', path: ['noise', 'sigma'], value: 2, step: 0.05 },
  { label: 'noise tau', path: ['noise', 'tau'], value: 1, step: 0.05 },
  { label: 'step size', path: ['time', 'dt'], value: 0.001, step: 'any' },
  { label: 'steps', path: ['time', 'steps'], value: 10000, step: 1 },
  { label: 'particles', path: ['ensemble', 'particles'], value: 1048576, step: 1 },
];
const WIDTH = 480;
const HEIGHT = 120;

/** The number at a path of a spec; undefined where it is left out. */
const read = (spec, path) => path.reduce((part, name) => part?.[name], spec);

/** A copy of a spec with another number at a path. */
function written(part, [name, ...rest], value) {
  if (name === undefined) return value;
  const copy = Array.isArray(part) || typeof name === 'number' ? [...(part ?? [])] : { ...part };
  copy[name] = written(copy[name], rest, value);
  return copy;
}

function render({ model, el }) {
  const form = document.createElement('form');
  form.style.cssText = 'display:flex;flex-wrap:wrap;gap:8px 16px;margin-bottom:8px';
  const inputs = FIELDS.map(({ label, step }) => {
    const input = Object.assign(document.createElement('input'), { type: 'number', step });
    input.style.width = '8em';
    const line = document.createElement('label');
    line.append(`${label} `, input);
    form.append(line);
    return input;
  });
  const said = document.createElement('p');
  said.setAttribute('aria-live', 'polite');
  const picture = document.createElementNS('http://www.w3.org/2000/svg', 'svg');
  picture.setAttribute('role', 'img');
  picture.setAttribute('viewBox', `0 0 ${WIDTH} ${HEIGHT}`);
  picture.style.cssText = `display:block;width:100%;max-width:${WIDTH}px`;
  const title = document.createElementNS('http://www.w3.org/2000/svg', 'title');
  const bars = document.createElementNS('http://www.w3.org/2000/svg', 'path');
  bars.setAttribute('fill', '#4269a5');
  picture.append(title, bars);
  el.append(form, said, picture);

  function showSpec() {
    const spec = model.get('spec');
    FIELDS.forEach(({ path, value }, i) => {
      inputs[i].value = String(read(spec, path) ?? value);
    });
  }

  function showResult() {
    const refusal = model.get('refusal');
    const result = model.get('result');
    said.textContent = refusal || (result ? sentence(result) : 'The run has not come yet.');
    const known = !refusal && result;
    picture.style.visibility = known ? 'visible' : 'hidden';
    if (!known) return;
    const { counts, edges } = result.histogram;
    const top = Math.max(...counts, 1);
    const wide = WIDTH / counts.length;
    bars.setAttribute(
      'd',
      counts
        .map((count, i) => {
          if (count === 0) return '';
          const height = HEIGHT - (HEIGHT * count) / top;
          return `M${i * wide} ${HEIGHT}V${height}h${wide}V${HEIGHT}`;
        })
        .join(''),
    );
    title.textContent = `Histogram from ${edges[0]} to ${edges[edges.length - 1]}`;
  }

  function change(event) {
    const i = inputs.indexOf(event.target);
    const value = inputs[i].valueAsNumber;
    if (Number.isNaN(value)) return;
    model.set('spec', written(model.get('spec'), FIELDS[i].path, value));
    model.save_changes();
  }

  const stay = (event) => event.preventDefault();
  form.addEventListener('submit', stay);
  form.addEventListener('change', change);
  model.on('change:spec', showSpec);
  model.on('change:result', showResult);
  model.on('change:refusal', showResult);
  showSpec();
  showResult();
  return () => {
    model.off('change:spec', showSpec);
    model.off('change:result', showResult);
    model.off('change:refusal', showResult);
  };
}

function sentence({ theory, escape, steps, particles, digest }) {
  const share = (value) => `${(100 * value).toPrecision(3)} %`;
  const { probability, low, high } = escape;
  return (
    `${theory.verdict}: ${share(probability)} of ${particles} particles escaped by step ${steps} ` +
    `(${share(low)} to ${share(high)}); digest ${digest.slice(0, 8)}`
  );
}

export default { render };
