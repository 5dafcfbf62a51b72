export { playScenario, playScenarios } from './play-scenarios';
export { isAsExpected, reportTable } from './report';
export { SCENARIOS } from './scenarios';
export { startSystem } from './system';
