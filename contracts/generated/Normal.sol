// SPDX-License-Identifier: MIT
// Written by scripts/generate.ts from scripts/generate/maths.ts. Do not edit.
pragma solidity 0.8.37;

/// @dev In 10^-18: beyond it N is 1.
int256 constant NORMAL_END = 8757290348782315000;

/// @dev By Horner's rule.
/// @param t The distance from the piece's middle.
/// @param a The first word of coefficients.
/// @param b The second.
/// @return value In 10^-18.
function evaluateNormal(int256 t, uint256 a, uint256 b) pure returns (int256 value) {
    assembly ("memory-safe") {
        value := sar(220, shl(219, a))
        value := add(mul(value, t), sar(159, shl(180, a)))
        value := add(mul(value, t), sar(97, shl(211, b)))
        value := add(mul(value, t), sar(36, shl(165, b)))
        value := add(mul(sar(116, value), t), sar(90, shl(115, b)))
        value := add(mul(value, t), sar(29, shl(127, a)))
        value := add(mul(sar(116, value), t), sar(84, shl(59, b)))
        value := add(mul(value, t), sar(23, b))
        value := add(mul(sar(116, value), t), sar(78, shl(65, a)))
        value := add(mul(value, t), sar(17, a))
        value := sar(178, value)
    }
}

/// @return middle Of the piece that holds x.
/// @return a The first word of its coefficients.
/// @return b The second.
function normalPiece(uint256 x) pure returns (uint256 middle, uint256 a, uint256 b) {
    if (x < 3008404551083491328) {
        if (x < 1513209474796486656) {
            if (x < 828662331436171264) {
                if (x < 504403158265495552) {
                    if (x < 342273571680157696) {
                        if (x < 180143985094819840) {
                            return (90071992547409920, 0x3b7ec486ba4f6c50b2db9e996fbe9c301c0135602a96b20bd83d7aeb5c72f9f0, 0xf56fee4a038b72d4d30f61eb01dba8d717afb704d73a019f145b94e694e1036c);
                        }
                        return (261208778387488768, 0x42f3439c4e84864fb15a1794a84c50fe4d39ae43e093256ac60949e8646aeade, 0xe24667aeef873f75d00a2860330c078b1a0c2aabdde919cffce5172b7553eaa0);
                    }
                    return (423338364972826624, 0x49b753c0a4c28cc0aeb017330cd8e71471eb7ba26508c75dbbeddca3bb12db90, 0xd26cf1f2e414569782b118f0b6822561718536ca3509de8eb0d31ad72354df04);
                }
                if (x < 666532744850833408) {
                    return (585467951558164480, 0x5008bd64253a05d22b0590307dac9aec88c271ffa4dfa7b8d894ecde8b936308, 0xc5ebb87c727d2a39bc6a8c4a5f8622b01df73ed4fcaaf9301bc63f2af04c3714);
                }
                return (747597538143502336, 0x55c7fdeb0b37e7baa69d705c0aa196e88ffeaf97706b5687d4b66c9a26098ec8, 0xbd6f0f49e9a4cb7c39fed23ed996bfe81b1b40ac74d2c8d4188a033f4ec342e0);
            }
            if (x < 1188950301625810944) {
                if (x < 1008806316530991104) {
                    return (918734323983581184, 0x5b22e3e80c67643ba17bcc4c810548fa87845de0f5e7c40f312f2e177212630a, 0xb911036f89cdefded7e5bee08612fd55795b00749577eca731cde6708df70910);
                }
                return (1098878309078401024, 0x5feee608debba82c1beb639b191c70aa705e6ef6f26f10ef4ce9a177368f6356, 0xb941a748115b0ee1489cc617d4d81b6accca5fb40e7a706b97d428013c9bd844);
            }
            if (x < 1351079888211148800) {
                return (1270015094918479872, 0x63b1919da51de35e96cbfea5d3339d84520eaf071904ee45ff550c592307f45c, 0xbd3d8cb1e88482031876f4775b2a9a87041c3a96af8483d5752147bc302ff4d4);
            }
            return (1432144681503817728, 0x6694343c6a6f1e55924ff260cac1fcfe32da5b53d4b55c8d8fe2ef9c17bf2246, 0xc386fd53a2497c0443909003c32e9a800e2c478598630c531f59663b741a19ec);
        }
        if (x < 2251799813685248000) {
            if (x < 1855483046476644352) {
                if (x < 1675339061381824512) {
                    return (1594274268089155584, 0x68de161a2249fd2d0e540b61b4d0951c156427149e745bd22d36177f3e2865bc, 0xcb53bb7db5627c84e4cfac1ba0a51b1d329e86059105dc0eb0f9e4095a4bf608);
                }
                return (1765411053929234432, 0x6ab871833ca0b0ad0abf94d6bd228ccffb79e4ce699e0c0c194f50a1f23bfd38, 0xd43ef87068dc95a50a487b33d33e1c35e1a2e338c962bfd50a228192e7699a00);
            }
            if (x < 2053641430080946176) {
                return (1954562238278795264, 0x6c36256c45896a82878f7bc16400a953e73b03932018dd1e84bf91c39b59cb02, 0xddecf17cdfce7ca4b94d87c7545ddda0c3d2ace279708a2758e6bf4b9701d2fc);
            }
            return (2152720621883097088, 0x6d48550605d4b9e30508699b1c458efbdbd25ef228b24e98962aa8c3cbe2fe6a, 0xe7048823dae435c40d51e61cb0355f035d40e1b3a935af16c4335dd168e532b4);
        }
        if (x < 2612087783874887680) {
            if (x < 2431943798780067840) {
                return (2341871806232657920, 0x6df50a9bd4549593834a424460ffbd03d8e30e32f6acefdbe1aa7882ec7b0a5c, 0xee3bcfc97ad21c6344bf76386ba2000888fcc40df8d9fbf654263d548f869fd8);
            }
            return (2522015791327477760, 0x6e5fe40d21e44029821f7a1b51652d83db3c0ffd47c6b0ac69f418a1b044614e, 0xf3a77a9b27ef4162856a89e1cc18e0a96e4ec5da387e66dd4a3b9d85788b5114);
        }
        if (x < 2810246167479189504) {
            return (2711166975677038592, 0x6ea66e1c69421a52814b4f7cab342457e0cf40646a8021100edb55a077ba7238, 0xf7e8cdd3c906ad01d21b9471ec31e0fc38fff030502d7eac518efe1e2ed24494);
        }
        return (2909325359281340416, 0x6ed23c809e2c67b000bdd710f54bbc95e7e97178a960610f03da4f9f979f2fbe, 0xfb0677b6abaa16e139eb53e4f2fca10abcf5fdbb9ff37f0c88bfdede42767f5c);
    }
    if (x < 5044031582654955520) {
        if (x < 3927138875067072512) {
            if (x < 3476778912330022912) {
                if (x < 3242591731706757120) {
                    return (3125498141395124224, 0x6eec7c0c9f68ff980062e1197290e407ef4da5d5c2ea30c8842c10bf3129d424, 0xfd3762d2055b7c80c015733224b3a0e7dded3f28afd37089b5c5bf91fb609d34);
                }
                return (3359685322018390016, 0x6efa9eda269d9ce4002e4581b32db69ff5b778cfaf8e60693e14d9ff3d36f2f0, 0xfe9989f674e13d206974b9f1fb3300aad1c1e58a87cc0b28dc71200dc121e1d8);
            }
            if (x < 3692951694443806720) {
                return (3584865303386914816, 0x6f00eab2a0f7799a80152bd0b0f6eee1fa0844b6837280214b6836bf7f331c64, 0xff50ff1134f546003795bf76d978207186410e79efd3a4edb3142041cccf2eec);
            }
            return (3810045284755439616, 0x6f03bc2606580fcf0009352fc7693adffcc674958a189ff836e77e7fc3501c38, 0xffaf1b4082dbf1401b925fd091246044ab5d356e5fe003d86c4b2049a3dfe8bc);
        }
        if (x < 4431542033332568064) {
            if (x < 4161326055690338304) {
                return (4044232465378705408, 0x6f04f6a3a03fdaca0003abadddb9d983fe6ae12c48c82fe881a66ebff370cb5e, 0xffddc5260e8c12a00c7cb10952c8e02543c99d4607ec04127614203b50e51da4);
            }
            return (4296434044511453184, 0x6f0576787d9664010001483fdca83515ff51faaa394b4fe923bb0f200ae1aea0, 0xfff34c108b72dbe004f5a38cf60cc011983d7fcadff55456b10bc026221c5890);
        }
        if (x < 4755801206503243776) {
            return (4593671619917905920, 0x6f05a5c52f92536a8000579421d0d007ffc5df78f4837ff16ca244800ef6510e, 0xfffc60578ed25480018603f3297e00067b2ee98b57fb911e64952012a0c72c9c);
        }
        return (4899916394579099648, 0x6f05b2204d7b2f0600001477c6408b43ffef2ea69571bff8fd2bcf2009d5fb86, 0xffff18bebbd78720006855446ca760020cd647340ffe713b4eb30007762be6d0);
    }
    if (x < 6521212260432478208) {
        if (x < 5692549928996306944) {
            if (x < 5350276357316149248) {
                return (5197153969985552384, 0x6f05b4e0c41610ef800004906f03b209fffb743acbc4fffd260e6c4004d2ab30, 0xffffc94db33b99a0001a4cdbb809e000995ad1edefff80a36a422002a60bc6b8);
            }
            return (5521413143156228096, 0x6f05b57de97d2130000000cd89490027ffff070770ec2fff1a87674001c23dbe, 0xfffff5c73669a30000053e9e51eb200023707d9b3fffdfeb4231c000bc8b9f68);
        }
        if (x < 6070852297695428608) {
            return (5881701113345867776, 0x6f05b59972f9d8440000001a59465c07ffffd8eb1db56fffcb8e1ec000750490, 0xfffffe9aa6b37f600000c41949ff00000603b6a257fffa11d745a000265a122c);
        }
        return (6296032279063953408, 0x6f05b59cf2524151000000021d336441fffffc1b7b01dffff84be5a00013589e, 0xffffffe14f086a8000001218cdeb800000a667804fffff4ce622800004fbc668);
    }
    if (x < 7656119366529843200) {
        if (x < 7079658614226419712) {
            return (6800435437329448960, 0x6f05b59d38a361ea8000000013e703d7ffffffd146d3bfffff7165a00001920a, 0xfffffffec7eabbe0000000c77ed0400000088938e7fffff5e9516000004fbc0c);
        }
        return (7367888990378131456, 0x6f05b59d3b156b6780000000005b7a0bfffffffeec07affffffafca000000fd0, 0xfffffffff9ede6e00000000437dd40000000373b7fffffffb8506000000273e8);
    }
    if (x < 8232580118833266688) {
        return (7944349742681554944, 0x6f05b59d3b1fe1838000000000011babfffffffffbc63fffffffe34000000064, 0xffffffffffebb3c0000000000f3f6000000000eb77fffffffeb3400000000c80);
    }
    return (8502796096475496448, 0x6f05b59d3b1fffba00000000000002dffffffffffff27fffffffff8000000002, 0xffffffffffffc7a000000000002d60000000000327fffffffffb200000000034);
}
