export { type AnyConsumer, type Consumer, consumer } from './consumer.ts';
