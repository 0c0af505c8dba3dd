// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {FACTOR_END, PRICE_END, within, withinSec} from "./margin/Domain.sol";
import {max, min, mulDown, mulUp, WAD} from "./maths/Wad.sol";

// Liquidation auction: what is asked for an account, and how much of it may be taken. Figures in units of 10^-18, USD or
// shares of the current account; a bidder pays rounded up and is paid rounded down. protocol/auction.ts says what each is.

struct AuctionParams {
    int256 buffer;
    int256 startShare;
    int256 cutoffShare;
    uint256 fastSec;
    uint256 slowSec;
    uint256 insolventSec;
    int256 feeRate;
    int256 wholeBelow;
}

/// @dev Of the whole account, cash that earlier bidders paid included.
struct AuctionedAccount {
    int256 markToMarket;
    int256 maintenance;
}

/// @dev Cash that earlier bidders paid, which is not for sale, and the share of the rest that is asked.
struct Offer {
    int256 reserved;
    int256 discount;
}

function requireAuctionParams(AuctionParams memory params) pure {
    within("auction: share", params.buffer, 0, FACTOR_END);
    within("auction: share", params.startShare, 0, FACTOR_END);
    within("auction: share", params.cutoffShare, 0, FACTOR_END);
    within("auction: share", params.feeRate, 0, FACTOR_END);
    withinSec("auction: sec", params.fastSec);
    withinSec("auction: sec", params.slowSec);
    withinSec("auction: sec", params.insolventSec);
    requireValue(params.wholeBelow);
}

/// @notice Below zero, a solvent auction goes on: maintenance margin less a share of the gap to the mark to market.
function bufferMargin(
    AuctionedAccount memory account,
    AuctionParams memory params
) pure returns (int256) {
    requireAccount(account);
    within("auction: share", params.buffer, 0, FACTOR_END);
    return account.maintenance + mulDown(params.buffer, account.maintenance - account.markToMarket);
}

/// @notice Share of the mark to market that is asked, rounded up: a fast fall to the cutoff, a slow one to nothing.
function discount(uint256 elapsedSec, AuctionParams memory params) pure returns (int256) {
    requireAuctionParams(params);
    withinSec("auction: elapsedSec", elapsedSec);
    if (elapsedSec < params.fastSec) {
        int256 fall = (params.startShare - params.cutoffShare) * int256(elapsedSec);
        return params.startShare - floorDivide(fall, int256(params.fastSec));
    }
    uint256 slowElapsedSec = elapsedSec - params.fastSec;
    if (slowElapsedSec >= params.slowSec) return 0;
    int256 slowFall = params.cutoffShare * int256(slowElapsedSec);
    return params.cutoffShare - floorDivide(slowFall, int256(params.slowSec));
}

/// @notice Price of the whole account without the reserved cash.
function bidPrice(AuctionedAccount memory account, Offer memory offer) pure returns (int256) {
    requireValue(account.markToMarket);
    requireOffer(offer);
    return mulUp(account.markToMarket - offer.reserved, offer.discount);
}

/// @notice The share after which the buffer margin is 0 at the same prices, or the whole of a small account.
function largestShare(
    AuctionedAccount memory account,
    Offer memory offer,
    AuctionParams memory params
) pure returns (int256) {
    requireAuctionParams(params);
    requireOffer(offer);
    int256 missing = max(-bufferMargin(account, params), 0) * WAD;
    if (account.markToMarket < params.wholeBelow) return WAD;
    if (missing == 0) return 0;
    int256 paid = account.markToMarket * offer.discount + offer.reserved * (WAD - offer.discount);
    return paid <= 0 ? WAD : (missing * WAD) / (missing + paid);
}

/// @notice What a bidder pays for a share.
function bidCost(int256 price, int256 share) pure returns (int256) {
    return mulUp(price, share);
}

/// @notice Paid to insurance when a solvent auction starts: a rate on the most that could be liquidated then.
function liquidationFee(
    AuctionedAccount memory account,
    AuctionParams memory params
) pure returns (int256) {
    int256 share = largestShare(account, Offer(0, WAD), params);
    return mulUp(params.feeRate, mulUp(share, max(account.markToMarket, 0)));
}

/// @notice At most zero, what insurance pays for the whole of an insolvent account; it falls to the maintenance margin.
function insolventOffer(
    AuctionedAccount memory account,
    uint256 elapsedSec,
    AuctionParams memory params
) pure returns (int256) {
    requireAuctionParams(params);
    requireAccount(account);
    withinSec("auction: elapsedSec", elapsedSec);
    int256 maintenance = account.maintenance;
    if (maintenance >= 0) return 0;
    if (elapsedSec >= params.insolventSec) return maintenance;
    int256 start = min(account.markToMarket, 0);
    int256 fall = (start - maintenance) * int256(elapsedSec);
    return start - floorDivide(fall, int256(params.insolventSec));
}

/// @notice What insurance pays a bidder for a share of an insolvent account.
function insolventPayout(int256 offer, int256 share) pure returns (int256) {
    return mulDown(-offer, share);
}

function requireAccount(AuctionedAccount memory account) pure {
    requireValue(account.markToMarket);
    requireValue(account.maintenance);
}

function requireOffer(Offer memory offer) pure {
    within("auction: reserved", offer.reserved, 0, PRICE_END);
    within("auction: share", offer.discount, 0, FACTOR_END);
}

function requireValue(int256 value) pure {
    within("auction: value", value, 1 - PRICE_END, PRICE_END);
}

/// @param divisor Above 0.
function floorDivide(int256 value, int256 divisor) pure returns (int256) {
    int256 quotient = value / divisor;
    return value % divisor < 0 ? quotient - 1 : quotient;
}
