// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

/// @notice Told when a token has paid it.
interface IPayee {
    function paid(uint256 amount) external;
}

/// @notice A token of 6 decimals that misbehaves as it is told, and tells contracts that it pays them.
contract MoodyToken {
    uint8 public constant decimals = 6;

    bool public keepsFee;
    bool public returnsFalse;
    mapping(address owner => uint256) public balanceOf;
    mapping(address owner => mapping(address spender => uint256)) public allowance;

    function setMood(bool keepsFee_, bool returnsFalse_) external {
        (keepsFee, returnsFalse) = (keepsFee_, returnsFalse_);
    }

    function mint(address to, uint256 amount) external {
        balanceOf[to] += amount;
    }

    function approve(address spender, uint256 amount) external returns (bool) {
        allowance[msg.sender][spender] = amount;
        return true;
    }

    function transfer(address to, uint256 amount) external returns (bool moved) {
        moved = _move(msg.sender, to, amount);
        if (moved && to.code.length != 0) IPayee(to).paid(amount);
    }

    function transferFrom(address from, address to, uint256 amount) external returns (bool) {
        if (!returnsFalse) allowance[from][msg.sender] -= amount;
        return _move(from, to, amount);
    }

    function _move(address from, address to, uint256 amount) private returns (bool) {
        if (returnsFalse) return false;
        balanceOf[from] -= amount;
        balanceOf[to] += keepsFee ? amount - 1 : amount;
        return true;
    }
}

/// @notice The owner of an account that is a contract, and does something when it is paid.
contract Purse is IPayee {
    bool public burns;
    address public target;
    bytes public again;
    bool public succeeded;
    bytes public answer;

    /// @notice Anybody acts in its name.
    function act(address to, bytes calldata data) external {
        // solhint-disable-next-line avoid-low-level-calls
        (bool success, bytes memory result) = to.call(data);
        require(success, string(result));
    }

    /// @notice What it calls when it is paid.
    function callWhenPaid(address to, bytes calldata data) external {
        (target, again) = (to, data);
    }

    /// @notice Whether it burns all gas when it is paid.
    function burnWhenPaid(bool burns_) external {
        burns = burns_;
    }

    function paid(uint256) external {
        if (burns)
            assembly {
                invalid()
            }
        // solhint-disable-next-line avoid-low-level-calls
        if (target != address(0)) (succeeded, answer) = target.call(again);
    }
}
