import type { StandardParams } from '../../../protocol/margin/standardParams.ts';
import type { JsonObject } from '../kind.ts';
import { wad } from '../read.ts';

/** Parameters of standard margin by the names of the vectors. */
export function readStandardParams(params: JsonObject): StandardParams {
  return {
    maxSpotReq: wad(params.maxSpotReq),
    minSpotReq: wad(params.minSpotReq),
    mmCallSpotReq: wad(params.mmCallSpotReq),
    mmPutSpotReq: wad(params.mmPutSpotReq),
    mmPutMtmReq: wad(params.MMPutMtMReq),
    unpairedImScale: wad(params.unpairedIMScale),
    unpairedMmScale: wad(params.unpairedMMScale),
    mmOffsetScale: wad(params.mmOffsetScale),
    imPerpReq: wad(params.imPerpReq),
    mmPerpReq: wad(params.mmPerpReq),
    perpThreshold: wad(params.perpThreshold),
    optionThreshold: wad(params.optionThreshold),
    baseThreshold: wad(params.baseThreshold),
    ocFactor: wad(params.OCFactor),
    depegThreshold: wad(params.depegThreshold),
    depegFactor: wad(params.depegFactor),
    marginFactor: wad(params.marginFactor),
    imScale: wad(params.IMScale),
  };
}
