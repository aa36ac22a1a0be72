import { workspace } from './workspace.js';

const { transcript } = workspace();

transcript('help', 'each command says what it does, what it takes and what its options mean', [
  'trailcost --help',
  'trailcost estimate --help',
  'trailcost count --help',
  'trailcost what-if --help',
  'trailcost diff --help',
  'trailcost init --help',
  'trailcost athena --help',
  'trailcost athena sql --help',
  'trailcost athena run --help',
  'trailcost athena load --help',
]);

transcript('usage', 'what is not understood is refused with what to type instead', [
  'trailcost',
  'trailcost estimat good.yaml',
  'trailcost estimate',
  'trailcost estimate good.yaml --fromat json',
  'trailcost estimate good.yaml --format yaml',
  'trailcost estimate good.yaml --format',
  'trailcost estimate good.yaml other.yaml',
  'trailcost estimate good.yaml --explain siem --format json',
  'trailcost estimate good.yaml --explain',
  'trailcost count',
  'trailcost cuont logs',
  'trailcost count logs --fromat json',
  'trailcost count logs --format yaml',
  'trailcost count logs --bucket',
  'trailcost what-fi good.yaml',
  'trailcost what-if',
  'trailcost diff good.yaml',
  'trailcost estimate - --price-book - < good.yaml',
  'trailcost --version',
  'trailcost estimate good.yaml --no-output',
  'trailcost estimate good.yaml --output.x y',
]);
