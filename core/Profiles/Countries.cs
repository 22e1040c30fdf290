using System.Collections.Frozen;

namespace Crm.Core.Profiles;

/// <summary>A country of ISO 3166-1.</summary>
/// <param name="Code">Two letters.</param>
/// <param name="Calling">Its country code of ITU-T E.164, such as 55.</param>
/// <param name="Least">Digits of a national number without its trunk prefix.</param>
/// <param name="Most">The same at most.</param>
internal sealed record Country(string Code, string Calling, int Least, int Most);

/// <summary>The 249 countries of ISO 3166-1 with their calling codes as of 2025; the two letters or the three, in any case.</summary>
internal static class Countries
{
    private const int Least = 4, Most = 12; // of national numbers, where the plan of the country says no more than E.164

    // Two letters, three letters, calling code, and how long national numbers are where the country has one length or two.
    private const string Table = """
        AD AND 376; AE ARE 971; AF AFG 93; AG ATG 1 10; AI AIA 1 10; AL ALB 355; AM ARM 374; AO AGO 244; AQ ATA 672; AR ARG 54 10-11; AS ASM 1 10;
        AT AUT 43; AU AUS 61 9; AW ABW 297; AX ALA 358; AZ AZE 994; BA BIH 387; BB BRB 1 10; BD BGD 880; BE BEL 32 8-9; BF BFA 226; BG BGR 359;
        BH BHR 973; BI BDI 257; BJ BEN 229; BL BLM 590 9; BM BMU 1 10; BN BRN 673; BO BOL 591; BQ BES 599; BR BRA 55 10-11; BS BHS 1 10;
        BT BTN 975; BV BVT 47 8; BW BWA 267; BY BLR 375; BZ BLZ 501; CA CAN 1 10; CC CCK 61 9; CD COD 243; CF CAF 236; CG COG 242; CH CHE 41 9;
        CI CIV 225; CK COK 682; CL CHL 56 9; CM CMR 237; CN CHN 86; CO COL 57 8-10; CR CRI 506; CU CUB 53; CV CPV 238; CW CUW 599; CX CXR 61 9;
        CY CYP 357; CZ CZE 420 9; DE DEU 49; DJ DJI 253; DK DNK 45 8; DM DMA 1 10; DO DOM 1 10; DZ DZA 213; EC ECU 593; EE EST 372; EG EGY 20;
        EH ESH 212; ER ERI 291; ES ESP 34 9; ET ETH 251; FI FIN 358; FJ FJI 679; FK FLK 500; FM FSM 691; FO FRO 298; FR FRA 33 9; GA GAB 241;
        GB GBR 44 9-10; GD GRD 1 10; GE GEO 995; GF GUF 594 9; GG GGY 44 9-10; GH GHA 233; GI GIB 350; GL GRL 299; GM GMB 220; GN GIN 224;
        GP GLP 590 9; GQ GNQ 240; GR GRC 30 10; GS SGS 500; GT GTM 502; GU GUM 1 10; GW GNB 245; GY GUY 592; HK HKG 852 8; HM HMD 672; HN HND 504;
        HR HRV 385; HT HTI 509; HU HUN 36 8-9; ID IDN 62; IE IRL 353; IL ISR 972; IM IMN 44 9-10; IN IND 91 10; IO IOT 246; IQ IRQ 964; IR IRN 98;
        IS ISL 354; IT ITA 39; JE JEY 44 9-10; JM JAM 1 10; JO JOR 962; JP JPN 81 9-10; KE KEN 254; KG KGZ 996; KH KHM 855; KI KIR 686; KM COM 269;
        KN KNA 1 10; KP PRK 850; KR KOR 82; KW KWT 965; KY CYM 1 10; KZ KAZ 7 10; LA LAO 856; LB LBN 961; LC LCA 1 10; LI LIE 423; LK LKA 94;
        LR LBR 231; LS LSO 266; LT LTU 370; LU LUX 352; LV LVA 371; LY LBY 218; MA MAR 212; MC MCO 377; MD MDA 373; ME MNE 382; MF MAF 590 9;
        MG MDG 261; MH MHL 692; MK MKD 389; ML MLI 223; MM MMR 95; MN MNG 976; MO MAC 853; MP MNP 1 10; MQ MTQ 596 9; MR MRT 222; MS MSR 1 10;
        MT MLT 356; MU MUS 230; MV MDV 960; MW MWI 265; MX MEX 52 10; MY MYS 60; MZ MOZ 258; NA NAM 264; NC NCL 687; NE NER 227; NF NFK 672;
        NG NGA 234; NI NIC 505; NL NLD 31 9; NO NOR 47 8; NP NPL 977; NR NRU 674; NU NIU 683; NZ NZL 64; OM OMN 968; PA PAN 507; PE PER 51;
        PF PYF 689; PG PNG 675; PH PHL 63; PK PAK 92; PL POL 48 9; PM SPM 508; PN PCN 64; PR PRI 1 10; PS PSE 970; PT PRT 351 9; PW PLW 680;
        PY PRY 595; QA QAT 974; RE REU 262 9; RO ROU 40; RS SRB 381; RU RUS 7 10; RW RWA 250; SA SAU 966; SB SLB 677; SC SYC 248; SD SDN 249;
        SE SWE 46; SG SGP 65 8; SH SHN 290; SI SVN 386; SJ SJM 47 8; SK SVK 421 9; SL SLE 232; SM SMR 378; SN SEN 221; SO SOM 252; SR SUR 597;
        SS SSD 211; ST STP 239; SV SLV 503; SX SXM 1 10; SY SYR 963; SZ SWZ 268; TC TCA 1 10; TD TCD 235; TF ATF 262 9; TG TGO 228; TH THA 66;
        TJ TJK 992; TK TKL 690; TL TLS 670; TM TKM 993; TN TUN 216; TO TON 676; TR TUR 90 10; TT TTO 1 10; TV TUV 688; TW TWN 886; TZ TZA 255;
        UA UKR 380; UG UGA 256; UM UMI 1 10; US USA 1 10; UY URY 598; UZ UZB 998; VA VAT 39; VC VCT 1 10; VE VEN 58; VG VGB 1 10; VI VIR 1 10;
        VN VNM 84; VU VUT 678; WF WLF 681; WS WSM 685; YE YEM 967; YT MYT 262 9; ZA ZAF 27 9; ZM ZMB 260; ZW ZWE 263
        """;

    private static readonly FrozenDictionary<string, Country> ByCode = Read();

    private static readonly ILookup<string, Country> ByCalling = ByCode.Values.Distinct().ToLookup(static country => country.Calling);

    private static readonly FrozenDictionary<string, Country>.AlternateLookup<ReadOnlySpan<char>> BySpan = ByCode.GetAlternateLookup<ReadOnlySpan<char>>();

    public static Country? Find(ReadOnlySpan<char> code) => BySpan.TryGetValue(code, out var country) ? country : null;

    /// <summary>How long the national part of a number may be: of all countries that share the calling code; null for one that is none.</summary>
    public static (int Length, int Least, int Most)? Calling(ReadOnlySpan<char> digits)
    {
        for (var length = 1; length <= 3 && length < digits.Length; length++)
        {
            if (ByCalling[digits[..length].ToString()] is { } sharing && sharing.Any())
            {
                return (length, sharing.Min(static country => country.Least), sharing.Max(static country => country.Most));
            }
        }

        return null;
    }

    private static FrozenDictionary<string, Country> Read()
    {
        var countries = new Dictionary<string, Country>(StringComparer.OrdinalIgnoreCase);
        foreach (var entry in Table.Split(';', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            var words = entry.Split(' ');
            var lengths = words is [_, _, _, var stated] ? stated.Split('-') : [$"{Least}", $"{Most}"];
            countries[words[0]] = countries[words[1]] = new(words[0], words[2], int.Parse(lengths[0], null), int.Parse(lengths[^1], null));
        }

        return countries.ToFrozenDictionary(StringComparer.OrdinalIgnoreCase);
    }
}
