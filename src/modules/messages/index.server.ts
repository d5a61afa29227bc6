import './standard-kinds.ts';

export { cancelMessages, queueMessage, queueMessagesFrom, type MessageSelection } from './store.server.ts';
export { gatewayHealth, listGateways, listTemplates, wordingOf } from './queries.server.ts';
