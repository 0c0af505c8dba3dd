// SPDX-License-Identifier: MIT
// Written by scripts/generate.ts from scripts/generate/maths.ts. Do not edit.
pragma solidity 0.8.37;

/// @dev In 10^-18: beyond it N is 1.
int256 constant NORMAL_END = 8757290348782315000;

/// @notice N(x) in 10^-18, for 0 ≤ x ≤ NORMAL_END. COST: written out, because constants are cheaper in code than in memory.
function normalUpperHalf(uint256 x) pure returns (uint256 value) {
    assembly ("memory-safe") {
        switch iszero(lt(x, 3206562934687793152))
        case 0 {
            switch iszero(lt(x, 1495195076287004672))
            case 0 {
                switch iszero(lt(x, 738590338888761344))
                case 0 {
                    switch iszero(lt(x, 486388759756013568))
                    case 0 {
                        switch iszero(lt(x, 234187180623265792))
                        case 0 {
                            let t := sub(117093590311632896, x)
                            value := 23957211248
                            value := add(sar(58, mul(value, t)), 759652571914)
                            value := add(sar(58, mul(value, t)), sub(0, 2906306907974))
                            value := add(sar(58, mul(value, t)), sub(0, 95693723520991))
                            value := add(sar(58, mul(value, t)), 281158125807696)
                            value := add(sar(58, mul(value, t)), 9812823652014440)
                            value := add(sar(58, mul(value, t)), sub(0, 20399309322614987))
                            value := add(sar(58, mul(value, t)), sub(0, 798500082832843534))
                            value := add(sar(58, mul(value, t)), 986700537121833995)
                            value := add(sar(58, mul(value, t)), 58471264941104914274)
                            value := sar(9, sub(279862812419533180143, sar(58, mul(value, t))))
                        }
                        default {
                            let t := sub(360287970189639680, x)
                            value := 59035946327
                            value := add(sar(58, mul(value, t)), 389667928149)
                            value := add(sar(58, mul(value, t)), sub(0, 7473267221956))
                            value := add(sar(58, mul(value, t)), sub(0, 59059912144926))
                            value := add(sar(58, mul(value, t)), 753466268945375)
                            value := add(sar(58, mul(value, t)), 7101847399144254)
                            value := add(sar(58, mul(value, t)), sub(0, 56924766043024785))
                            value := add(sar(58, mul(value, t)), sub(0, 664777135180902913))
                            value := add(sar(58, mul(value, t)), 2864784552774607674)
                            value := add(sar(58, mul(value, t)), 55173743544066141473)
                            value := sar(9, sub(328030260604586901841, sar(58, mul(value, t))))
                        }
                    }
                    default {
                        let t := sub(612489549322387456, x)
                        value := 59037680446
                        value := add(sar(58, mul(value, t)), sub(0, 155651431767))
                        value := add(sar(58, mul(value, t)), sub(0, 8394270152382))
                        value := add(sar(58, mul(value, t)), sub(0, 981504048413))
                        value := add(sar(58, mul(value, t)), 940633191634084)
                        value := add(sar(58, mul(value, t)), 2497834522853177)
                        value := add(sar(58, mul(value, t)), sub(0, 78283578801032260))
                        value := add(sar(58, mul(value, t)), sub(0, 422247401145622164))
                        value := add(sar(58, mul(value, t)), 4307912230109534540)
                        value := add(sar(58, mul(value, t)), 48804336245646777029)
                        value := sar(9, sub(373705238965913513169, sar(58, mul(value, t))))
                    }
                }
                default {
                    switch iszero(lt(x, 1224979098644774912))
                    case 0 {
                        switch iszero(lt(x, 972777519512027136))
                        case 0 {
                            let t := sub(855683929200394240, x)
                            value := 55758167616
                            value := add(sar(58, mul(value, t)), sub(0, 1074709518280))
                            value := add(sar(58, mul(value, t)), sub(0, 11164183603427))
                            value := add(sar(58, mul(value, t)), 95671773064788)
                            value := add(sar(58, mul(value, t)), 1585617424440234)
                            value := add(sar(58, mul(value, t)), sub(0, 4024804896197656))
                            value := add(sar(58, mul(value, t)), sub(0, 158082115852612137))
                            value := add(sar(58, mul(value, t)), sub(0, 302762860054860499))
                            value := add(sar(58, mul(value, t)), 10068824661050899338)
                            value := add(sar(58, mul(value, t)), 81649898608431961697)
                            value := sar(10, sub(823207612498706427316, sar(58, mul(value, t))))
                        }
                        default {
                            let t := sub(1098878309078401024, x)
                            value := sub(0, 22988167590)
                            value := add(sar(58, mul(value, t)), sub(0, 1205496009808))
                            value := add(sar(58, mul(value, t)), sub(0, 2049825845113))
                            value := add(sar(58, mul(value, t)), 140821851618019)
                            value := add(sar(58, mul(value, t)), 856652883484657)
                            value := add(sar(58, mul(value, t)), sub(0, 10319576597594168))
                            value := add(sar(58, mul(value, t)), sub(0, 126516112278371224))
                            value := add(sar(58, mul(value, t)), 184992333954471228)
                            value := add(sar(58, mul(value, t)), 10195218750471827958)
                            value := add(sar(58, mul(value, t)), 64377957642989891229)
                            value := sar(10, sub(884827571690400912428, sar(58, mul(value, t))))
                        }
                    }
                    default {
                        let t := sub(1360087087465889792, x)
                        value := sub(0, 73790675256)
                        value := add(sar(58, mul(value, t)), sub(0, 727129570334))
                        value := add(sar(58, mul(value, t)), 6170000854519)
                        value := add(sar(58, mul(value, t)), 123476278357572)
                        value := add(sar(58, mul(value, t)), sub(0, 13418376362865))
                        value := add(sar(58, mul(value, t)), sub(0, 12560863649434456))
                        value := add(sar(58, mul(value, t)), sub(0, 72878084978600468))
                        value := add(sar(58, mul(value, t)), 549448027436987914)
                        value := add(sar(58, mul(value, t)), 9152490049810781275)
                        value := add(sar(58, mul(value, t)), 46694184510296176060)
                        value := sar(10, sub(935013188232146377855, sar(58, mul(value, t))))
                    }
                }
            }
            default {
                switch iszero(lt(x, 2287828610704211968))
                case 0 {
                    switch iszero(lt(x, 2017612633061982208))
                    case 0 {
                        switch iszero(lt(x, 1765411053929234432))
                        case 0 {
                            let t := sub(1630303065108119552, x)
                            value := sub(0, 137916148243)
                            value := add(sar(58, mul(value, t)), sub(0, 33187482067))
                            value := add(sar(58, mul(value, t)), 18541207498058)
                            value := add(sar(58, mul(value, t)), 123531895202778)
                            value := add(sar(58, mul(value, t)), sub(0, 1267862277535723))
                            value := add(sar(58, mul(value, t)), sub(0, 21096009187955004))
                            value := add(sar(58, mul(value, t)), sub(0, 34695348360486076))
                            value := add(sar(58, mul(value, t)), 1431232400030600730)
                            value := add(sar(58, mul(value, t)), 14648892781648367619)
                            value := add(sar(58, mul(value, t)), 62348599470264305293)
                            value := sar(11, sub(1942489640866431503198, sar(58, mul(value, t))))
                        }
                        default {
                            let t := sub(1891511843495608320, x)
                            value := sub(0, 117927652632)
                            value := add(sar(58, mul(value, t)), 1767481230470)
                            value := add(sar(58, mul(value, t)), 29084190408187)
                            value := add(sar(58, mul(value, t)), sub(0, 1888022519279))
                            value := add(sar(58, mul(value, t)), sub(0, 3281958646468417))
                            value := add(sar(58, mul(value, t)), sub(0, 25654334332727815))
                            value := add(sar(58, mul(value, t)), 85842841504312848)
                            value := add(sar(58, mul(value, t)), 2809810295916364263)
                            value := add(sar(58, mul(value, t)), 21459296389206611813)
                            value := add(sar(58, mul(value, t)), 78722098098007376708)
                            value := sar(12, sub(3976077206500378577003, sar(58, mul(value, t))))
                        }
                    }
                    default {
                        let t := sub(2152720621883097088, x)
                        value := 76171444240
                        value := add(sar(58, mul(value, t)), 4166677525749)
                        value := add(sar(58, mul(value, t)), 24675654496927)
                        value := add(sar(58, mul(value, t)), sub(0, 307085686440539))
                        value := add(sar(58, mul(value, t)), sub(0, 5448015066360262))
                        value := add(sar(58, mul(value, t)), sub(0, 17777659258218055))
                        value := add(sar(58, mul(value, t)), 325864604911417579)
                        value := add(sar(58, mul(value, t)), 4671673593845966848)
                        value := add(sar(58, mul(value, t)), 28802628215421343432)
                        value := add(sar(58, mul(value, t)), 92839906539134043381)
                        value := sar(13, sub(8063628731200823597818, sar(58, mul(value, t))))
                    }
                }
                default {
                    switch iszero(lt(x, 2918332558536081408))
                    case 0 {
                        switch iszero(lt(x, 2630102182384369664))
                        case 0 {
                            let t := sub(2458965396544290816, x)
                            value := 444304867259
                            value := add(sar(58, mul(value, t)), 4688791992032)
                            value := add(sar(58, mul(value, t)), sub(0, 15534633786217))
                            value := add(sar(58, mul(value, t)), sub(0, 732377992402685))
                            value := add(sar(58, mul(value, t)), sub(0, 5544089007910643))
                            value := add(sar(58, mul(value, t)), 17294212389772475)
                            value := add(sar(58, mul(value, t)), 684935628371104175)
                            value := add(sar(58, mul(value, t)), 6403332695429732933)
                            value := add(sar(58, mul(value, t)), 32474971712796278210)
                            value := add(sar(58, mul(value, t)), 91640323025352416283)
                            value := sar(14, sub(16269854271702680061155, sar(58, mul(value, t))))
                        }
                        default {
                            let t := sub(2774217370460225536, x)
                            value := 618726933451
                            value := add(sar(58, mul(value, t)), 614397445697)
                            value := add(sar(58, mul(value, t)), sub(0, 77555069731035))
                            value := add(sar(58, mul(value, t)), sub(0, 925629070379540))
                            value := add(sar(58, mul(value, t)), sub(0, 1680942258191784))
                            value := add(sar(58, mul(value, t)), 74175957115254185)
                            value := add(sar(58, mul(value, t)), 1044181520380141141)
                            value := add(sar(58, mul(value, t)), 7447925536943828633)
                            value := add(sar(58, mul(value, t)), 32116157784894190702)
                            value := add(sar(58, mul(value, t)), 80329181787783574178)
                            value := sar(15, sub(32677339641378089257516, sar(58, mul(value, t))))
                        }
                    }
                    default {
                        let t := sub(3062447746611937280, x)
                        value := 335742068417
                        value := add(sar(58, mul(value, t)), sub(0, 6534218347735))
                        value := add(sar(58, mul(value, t)), sub(0, 123870020993287))
                        value := add(sar(58, mul(value, t)), sub(0, 688936197768718))
                        value := add(sar(58, mul(value, t)), 5376447661819683)
                        value := add(sar(58, mul(value, t)), 138207665469998231)
                        value := add(sar(58, mul(value, t)), 1350195783754865141)
                        value := add(sar(58, mul(value, t)), 8037011989652951403)
                        value := add(sar(58, mul(value, t)), 30575535183965180483)
                        value := add(sar(58, mul(value, t)), 69278045619370197550)
                        value := sar(16, sub(65464062836475397760428, sar(58, mul(value, t))))
                    }
                }
            }
        }
        default {
            switch iszero(lt(x, 5602477936448897024))
            case 0 {
                switch iszero(lt(x, 4233383649728266240))
                case 0 {
                    switch iszero(lt(x, 3891110078048108544))
                    case 0 {
                        switch iszero(lt(x, 3530822107858468864))
                        case 0 {
                            let t := sub(3368692521273131008, x)
                            value := sub(0, 912991760760)
                            value := add(sar(58, mul(value, t)), sub(0, 26443484779788))
                            value := add(sar(58, mul(value, t)), sub(0, 223557596190001))
                            value := add(sar(58, mul(value, t)), 298773001396026)
                            value := add(sar(58, mul(value, t)), 29189620639887353)
                            value := add(sar(58, mul(value, t)), 379172221342356224)
                            value := add(sar(58, mul(value, t)), 2904289579022259590)
                            value := add(sar(58, mul(value, t)), 14831048963648636171)
                            value := add(sar(58, mul(value, t)), 50252142117796563162)
                            value := add(sar(58, mul(value, t)), 103510273020609521147)
                            value := sar(18, sub(262045007044753030243808, sar(58, mul(value, t))))
                        }
                        default {
                            let t := sub(3710966092953288704, x)
                            value := sub(0, 4782053980315)
                            value := add(sar(58, mul(value, t)), sub(0, 48916031363281))
                            value := add(sar(58, mul(value, t)), sub(0, 56126741898551))
                            value := add(sar(58, mul(value, t)), 5212424002550043)
                            value := add(sar(58, mul(value, t)), 84598793399386262)
                            value := add(sar(58, mul(value, t)), 780022137803610698)
                            value := add(sar(58, mul(value, t)), 4916074562724545980)
                            value := add(sar(58, mul(value, t)), 21798112828039877192)
                            value := add(sar(58, mul(value, t)), 65925483625746893891)
                            value := add(sar(58, mul(value, t)), 123269769915551188559)
                            value := sar(20, sub(1048467750381827534741060, sar(58, mul(value, t))))
                        }
                    }
                    default {
                        let t := sub(4062246863888187392, x)
                        value := sub(0, 8788410290013)
                        value := add(sar(58, mul(value, t)), sub(0, 22406439963488))
                        value := add(sar(58, mul(value, t)), 844294657363092)
                        value := add(sar(58, mul(value, t)), 16277356646848629)
                        value := add(sar(58, mul(value, t)), 172787032308944250)
                        value := add(sar(58, mul(value, t)), 1276463833332294003)
                        value := add(sar(58, mul(value, t)), 6888841502639639845)
                        value := add(sar(58, mul(value, t)), 27020313065757330713)
                        value := add(sar(58, mul(value, t)), 73697825898954859034)
                        value := add(sar(58, mul(value, t)), 125886341228363389441)
                        value := sar(22, sub(4194202072878167220791423, sar(58, mul(value, t))))
                    }
                }
                default {
                    switch iszero(lt(x, 5134103575202365440))
                    case 0 {
                        switch iszero(lt(x, 4611686018427387904))
                        case 0 {
                            let t := sub(4422534834077827072, x)
                            value := sub(0, 4000331518444)
                            value := add(sar(58, mul(value, t)), 128356435812188)
                            value := add(sar(58, mul(value, t)), 2766128048732669)
                            value := add(sar(58, mul(value, t)), 32414304932522551)
                            value := add(sar(58, mul(value, t)), 269480906292418991)
                            value := add(sar(58, mul(value, t)), 1684435732422068389)
                            value := add(sar(58, mul(value, t)), 7978764367405052652)
                            value := add(sar(58, mul(value, t)), 28061159376940633400)
                            value := add(sar(58, mul(value, t)), 69599825566214846182)
                            value := add(sar(58, mul(value, t)), 109201130901712588571)
                            value := sar(24, sub(16777134169451520302962071, sar(58, mul(value, t))))
                        }
                        default {
                            let t := sub(4872894796814876672, x)
                            value := 78672329890865
                            value := add(sar(58, mul(value, t)), 1458813764861442)
                            value := add(sar(58, mul(value, t)), 16936753600668532)
                            value := add(sar(58, mul(value, t)), 146664463983672394)
                            value := add(sar(58, mul(value, t)), 990138077871801246)
                            value := add(sar(58, mul(value, t)), 5257962060062922946)
                            value := add(sar(58, mul(value, t)), 21727841695489632118)
                            value := add(sar(58, mul(value, t)), 67845665361816414519)
                            value := add(sar(58, mul(value, t)), 151287388534611097992)
                            value := add(sar(58, mul(value, t)), 215429879328607700459)
                            value := sar(28, sub(268435308394331692400256968, sar(58, mul(value, t))))
                        }
                    }
                    default {
                        let t := sub(5368290755825631232, x)
                        value := 296668437781264
                        value := add(sar(58, mul(value, t)), 3293791918406564)
                        value := add(sar(58, mul(value, t)), 28247655317347603)
                        value := add(sar(58, mul(value, t)), 197905653148848427)
                        value := add(sar(58, mul(value, t)), 1127253074718992942)
                        value := add(sar(58, mul(value, t)), 5181161680582516870)
                        value := add(sar(58, mul(value, t)), 18857660556112837180)
                        value := add(sar(58, mul(value, t)), 52526040829279501363)
                        value := add(sar(58, mul(value, t)), 105501294615603217720)
                        value := add(sar(58, mul(value, t)), 136367854035581119767)
                        value := sar(31, sub(2147483562652194055866574670, sar(58, mul(value, t))))
                    }
                }
            }
            default {
                switch iszero(lt(x, 7259802599321239552))
                case 0 {
                    switch iszero(lt(x, 6683341847017816064))
                    case 0 {
                        switch iszero(lt(x, 6106881094714392576))
                        case 0 {
                            let t := sub(5854679515581644800, x)
                            value := 2129144164204816
                            value := add(sar(58, mul(value, t)), 18568670901901700)
                            value := add(sar(58, mul(value, t)), 130463780186483347)
                            value := add(sar(58, mul(value, t)), 782957039924446405)
                            value := add(sar(58, mul(value, t)), 3902560455246306824)
                            value := add(sar(58, mul(value, t)), 15925069239428347054)
                            value := add(sar(58, mul(value, t)), 52030087592827787641)
                            value := add(sar(58, mul(value, t)), 131217113282183451747)
                            value := add(sar(58, mul(value, t)), 240285434560634120314)
                            value := add(sar(58, mul(value, t)), 284783332030388620850)
                            value := sar(36, sub(68719476571784251802971762935, sar(58, mul(value, t))))
                        }
                        default {
                            let t := sub(6395111470866104320, x)
                            value := 7629719153358927
                            value := add(sar(58, mul(value, t)), 55626022042349294)
                            value := add(sar(58, mul(value, t)), 326556144423356151)
                            value := add(sar(58, mul(value, t)), 1706256460708647354)
                            value := add(sar(58, mul(value, t)), 7517542223107132348)
                            value := add(sar(58, mul(value, t)), 27372144868991995761)
                            value := add(sar(58, mul(value, t)), 80459449514357206585)
                            value := add(sar(58, mul(value, t)), 183816270281286198648)
                            value := add(sar(58, mul(value, t)), 306668326312306288432)
                            value := add(sar(58, mul(value, t)), 332744636350489626155)
                            value := sar(41, sub(2199023255375605048861714620702, sar(58, mul(value, t))))
                        }
                    }
                    default {
                        let t := sub(6971572223169527808, x)
                        value := 28513054300270886
                        value := add(sar(58, mul(value, t)), 179528695372482726)
                        value := add(sar(58, mul(value, t)), 905263288477886691)
                        value := add(sar(58, mul(value, t)), 4181696698951332407)
                        value := add(sar(58, mul(value, t)), 16464308769546305392)
                        value := add(sar(58, mul(value, t)), 53906179299327636019)
                        value := add(sar(58, mul(value, t)), 143357887418395594427)
                        value := add(sar(58, mul(value, t)), 297886677618507981011)
                        value := add(sar(58, mul(value, t)), 454079603272864493366)
                        value := add(sar(58, mul(value, t)), 451951206843341761361)
                        value := sar(47, sub(140737488355107451516599795854536, sar(58, mul(value, t))))
                    }
                }
                default {
                    switch iszero(lt(x, 8412724103928086528))
                    case 0 {
                        switch iszero(lt(x, 7836263351624663040))
                        case 0 {
                            let t := sub(7548032975472951296, x)
                            value := 67459721641776794
                            value := add(sar(58, mul(value, t)), 377128565545123047)
                            value := add(sar(58, mul(value, t)), 1666358852142872964)
                            value := add(sar(58, mul(value, t)), 6921710264855379180)
                            value := add(sar(58, mul(value, t)), 24713146258097700007)
                            value := add(sar(58, mul(value, t)), 73631801952723552714)
                            value := add(sar(58, mul(value, t)), 178965274927674455969)
                            value := add(sar(58, mul(value, t)), 341236117456720257673)
                            value := add(sar(58, mul(value, t)), 478956887062855618629)
                            value := add(sar(58, mul(value, t)), 440304364040293574315)
                            value := sar(53, sub(9007199254740792998966012150138416, sar(58, mul(value, t))))
                        }
                        default {
                            let t := sub(8124493727776374784, x)
                            value := 208883647126162960
                            value := add(sar(58, mul(value, t)), 1055687002506437074)
                            value := add(sar(58, mul(value, t)), 4141674178315923417)
                            value := add(sar(58, mul(value, t)), 15660288468829497589)
                            value := add(sar(58, mul(value, t)), 51279899182223676934)
                            value := add(sar(58, mul(value, t)), 140337719942748146972)
                            value := add(sar(58, mul(value, t)), 314281710087161621229)
                            value := add(sar(58, mul(value, t)), 553872019654717568561)
                            value := add(sar(58, mul(value, t)), 720495422875088410403)
                            value := add(sar(58, mul(value, t)), 615354574307278340255)
                            value := sar(60, sub(1152921504606846717610947490072711200, sar(58, mul(value, t))))
                        }
                    }
                    default {
                        let t := sub(8592868089022906368, x)
                        value := 113913631574236072
                        value := add(sar(58, mul(value, t)), 528046648260301474)
                        value := add(sar(58, mul(value, t)), 2043168031865461744)
                        value := add(sar(58, mul(value, t)), 7229060470500187104)
                        value := add(sar(58, mul(value, t)), 22040784906267282797)
                        value := add(sar(58, mul(value, t)), 56595476413174265906)
                        value := add(sar(58, mul(value, t)), 119232413035467099056)
                        value := add(sar(58, mul(value, t)), 198001313137533225391)
                        value := add(sar(58, mul(value, t)), 243127260128451589152)
                        value := add(sar(58, mul(value, t)), 196329591383466969701)
                        value := sar(64, sub(18446744073709551546986210894151955245, sar(58, mul(value, t))))
                    }
                }
            }
        }
    }
}
