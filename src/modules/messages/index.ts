import './standard-kinds.ts';

export {
  defineMessageKinds,
  listMessageKinds,
  nameOfMessageKind,
  placeholders,
  standardWording,
  type MessageKind,
  type Placeholder,
} from './kinds.ts';
export { channels, type Channel, type NewMessage, type NotQueued, type Queued } from './message.ts';
export { HttpSettings, SmtpSettings, type GatewaySettings } from './gateway.ts';
export { caseWordsIn, judgeTemplate, type MessageFacts, type TemplateProblem } from './template.rules.ts';
