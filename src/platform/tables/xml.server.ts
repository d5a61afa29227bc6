import { Parser } from 'saxen';

export type XmlHooks = {
  open?: (name: string, attributes: () => Record<string, string>) => void;
  close?: (name: string) => void;
  text?: (text: string) => void;
};

/**
 * Walks an XML text once; names come without their prefix. A document type is refused: no spreadsheet needs one, and entities
 * that refer to each other are a way to fill memory. `stop` ends the walk early. False when the text is no whole XML.
 */
export function walkXml(xml: string, hooks: (stop: () => void) => XmlHooks): boolean {
  const parser = new Parser();
  let whole = true;
  const { open, close, text } = hooks(() => parser.stop());
  const local = (name: string) => name.slice(name.indexOf(':') + 1);
  parser.on('error', () => {
    whole = false;
    parser.stop();
  });
  parser.on('attention', (value) => {
    if (!/^<!DOCTYPE/i.test(value)) return;
    whole = false;
    parser.stop();
  });
  if (open) parser.on('openTag', (name, attributes, decode) => open(local(name), () => decoded(attributes(), decode)));
  if (close) parser.on('closeTag', (name) => close(local(name)));
  if (text) {
    parser.on('text', (value, decode) => text(decode(value)));
    parser.on('cdata', text);
  }
  parser.parse(xml);
  return whole;
}

function decoded(attributes: Record<string, string>, decode: (text: string) => string): Record<string, string> {
  for (const [name, value] of Object.entries(attributes)) if (value.includes('&')) attributes[name] = decode(value);
  return attributes;
}
