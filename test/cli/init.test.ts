import { workspace } from './workspace.js';

const { transcript } = workspace();

transcript('init', 'a first scenario is written once and can be estimated at once', [
  'trailcost init | head -3',
  'trailcost init | trailcost estimate - | head -2',
  'trailcost init --output new.yaml && head -1 new.yaml',
  'trailcost init --output good.yaml',
  'trailcost init --output missing/new.yaml',
  'trailcost init --output good.yaml/new.yaml',
]);
