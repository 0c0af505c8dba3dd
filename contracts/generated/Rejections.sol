// SPDX-License-Identifier: MIT
// Written by scripts/generate.ts from protocol/. Do not edit.
pragma solidity 0.8.37;

uint256 constant ACCEPTED = 0;
/// @dev the key slot is empty
uint256 constant UNKNOWN_KEY = 1001;
/// @dev the signature is not by the key, or not in its canonical low-s form
uint256 constant BAD_SIGNATURE = 1002;
/// @dev the session key has expired
uint256 constant KEY_EXPIRED = 1003;
/// @dev the key may not sign this kind of operation
uint256 constant KEY_OUT_OF_SCOPE = 1004;
/// @dev the nonce is below the window
uint256 constant NONCE_TOO_LOW = 1005;
/// @dev the nonce has been used
uint256 constant NONCE_USED = 1006;
/// @dev the nonce is too far above the window
uint256 constant NONCE_TOO_HIGH = 1007;
/// @dev the operation has expired
uint256 constant OPERATION_EXPIRED = 1008;
/// @dev the sender does not own the account
uint256 constant NOT_OWNER = 1009;
/// @dev no such account
uint256 constant UNKNOWN_ACCOUNT = 1010;
/// @dev session keys live in slots 1 to 7
uint256 constant BAD_KEY_SLOT = 1011;
/// @dev unknown scope bits
uint256 constant BAD_SCOPE = 1012;
/// @dev initial margin would not hold
uint256 constant INITIAL_MARGIN = 2001;
/// @dev not enough cash
uint256 constant INSUFFICIENT_CASH = 2002;
/// @dev a position would pass its limit
uint256 constant POSITION_LIMIT = 2003;
/// @dev the account holds the most positions or expiries it may
uint256 constant TOO_MANY_POSITIONS = 2004;
/// @dev a ledger figure would pass 2^53 - 1
uint256 constant LEDGER_LIMIT = 2005;
/// @dev the amount is zero
uint256 constant ZERO_AMOUNT = 2006;
/// @dev source and destination are the same account
uint256 constant SAME_ACCOUNT = 2007;
/// @dev a price or surface that the margin needs is missing or stale
uint256 constant PRICES_MISSING = 2008;
/// @dev the account is being liquidated
uint256 constant UNDER_AUCTION = 2009;
/// @dev unknown margin model, or not one for several underlyings
uint256 constant BAD_MARGIN_MODEL = 2010;
/// @dev the account holds its maintenance margin
uint256 constant NOT_LIQUIDATABLE = 2011;
/// @dev the auction goes on as it is
uint256 constant AUCTION_RUNNING = 2012;
/// @dev no auction of this account
uint256 constant NO_AUCTION = 2013;
/// @dev the auction has run out or has no need to go on; liquidate brings it up to date
uint256 constant AUCTION_OVER = 2014;
/// @dev the share is zero or above the whole
uint256 constant BAD_SHARE = 2015;
/// @dev the price is beyond the limit of the bid
uint256 constant BID_LIMIT = 2016;
/// @dev the account is no longer in the state that the bid was made for
uint256 constant ACCOUNT_CHANGED = 2017;
/// @dev rounding would leave the account worse off
uint256 constant BID_TOO_SMALL = 2018;
/// @dev no liquidation until prints are fresh again and near the reference price
uint256 constant LIQUIDATION_HALTED = 2019;
/// @dev no such instrument
uint256 constant UNKNOWN_INSTRUMENT = 3001;
/// @dev the instrument has expired or was closed out
uint256 constant INSTRUMENT_EXPIRED = 3002;
/// @dev the price is zero, off the tick or above the limit
uint256 constant BAD_PRICE = 3003;
/// @dev the quantity is zero, off the lot or above the limit
uint256 constant BAD_QUANTITY = 3004;
/// @dev unknown side or time in force
uint256 constant BAD_ORDER_FLAGS = 3005;
/// @dev a post-only order would trade at once
uint256 constant WOULD_CROSS = 3006;
/// @dev a fill-or-kill order could not be filled whole
uint256 constant NOT_FILLED = 3007;
/// @dev the account has the most open orders it may
uint256 constant TOO_MANY_ORDERS = 3008;
/// @dev no such open order of this account
uint256 constant UNKNOWN_ORDER = 3009;
/// @dev the underlying has no index price yet
uint256 constant NO_INDEX_PRICE = 3010;
/// @dev the instrument is already listed
uint256 constant ALREADY_LISTED = 3011;
/// @dev expiry or strike is outside the listing rule
uint256 constant BAD_LISTING = 3012;
/// @dev the instrument has not expired and was not closed out
uint256 constant INSTRUMENT_NOT_EXPIRED = 3013;
/// @dev the expiry has the most instruments it may
uint256 constant TOO_MANY_INSTRUMENTS = 3014;
/// @dev prints are missing or have just come back: only cancelling is open
uint256 constant CANCEL_ONLY = 3015;
/// @dev prints have just come back: only post-only orders are open
uint256 constant POST_ONLY = 3016;
/// @dev no such underlying
uint256 constant UNKNOWN_UNDERLYING = 4001;
/// @dev too few publishers, or not in ascending order
uint256 constant NO_QUORUM = 4002;
/// @dev a publisher signature is wrong
uint256 constant BAD_PUBLISHER_SIGNATURE = 4003;
/// @dev the print is stale, not newer than the last, or from the future
uint256 constant STALE_PRINT = 4004;
/// @dev a price is zero or above the limit
uint256 constant PRINT_OUT_OF_RANGE = 4005;
/// @dev no print has come since the expiry
uint256 constant NOT_EXPIRED = 4006;
/// @dev the expiry is settled or closed out already
uint256 constant ALREADY_SETTLED = 4007;
/// @dev the settlement price is too far from the last print
uint256 constant SETTLEMENT_OUT_OF_BAND = 4008;
/// @dev the expiry is neither settled nor closed out yet
uint256 constant NOT_SETTLED = 4009;
/// @dev the account holds nothing of the expiry
uint256 constant NOTHING_TO_SETTLE = 4010;
/// @dev accounts that owe must be settled before accounts that receive
uint256 constant POOL_SHORT = 4011;
/// @dev the surface, forward, rate or confidence is outside its bounds
uint256 constant BAD_SURFACE = 4013;
/// @dev prints are too far from the reference price
uint256 constant SETTLEMENT_HALTED = 4014;
/// @dev prints are not missing for long enough to close an expiry
uint256 constant PRINTS_NOT_GONE = 4015;
/// @dev time would go back or pass the header time
uint256 constant TIME_NOT_ALLOWED = 4012;
/// @dev no inbox item is left to consume
uint256 constant INBOX_EMPTY = 5001;
/// @dev unknown inbox item kind
uint256 constant UNKNOWN_INBOX_KIND = 5002;
/// @dev unknown parameter, or a value that the models do not allow
uint256 constant BAD_PARAMETER = 5003;
