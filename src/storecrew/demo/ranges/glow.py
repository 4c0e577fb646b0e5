"""Glow: lamps, lanterns and candles."""

from storecrew.demo.ranges.words import Form, Series, Words

FORMS = (
    Form("table-lamp", Words("table lamp", "테이블 램프"), "lighting/table-lamps", 11900, 2400,
         Words("Dims down to candlelight.", "촛불 밝기까지 어두워집니다.")),
    Form("bedside-lamp", Words("bedside lamp", "침실 램프"), "lighting/table-lamps", 7900, 1500,
         Words("A switch you find in the dark.", "어둠 속에서도 찾는 스위치.")),
    Form("globe-lamp", Words("globe lamp", "글로브 램프"), "lighting/table-lamps", 9400, 1300,
         Words("Even light on all sides.", "사방으로 고르게 퍼지는 빛.")),
    Form("floor-lamp", Words("floor lamp", "플로어 램프"), "lighting/floor-lamps", 21900, 6800,
         Words("For the chair you read in.", "책 읽는 의자 곁에.")),
    Form("pendant", Words("pendant lamp", "펜던트 조명"), "lighting/pendants", 14900, 1900,
         Words("With 2 m of cloth cord.", "패브릭 코드 2 m 포함."),
         ((Words("Ø 28 cm", "Ø 28 cm"), 100), (Words("Ø 40 cm", "Ø 40 cm"), 138))),
    Form("pillar-candle", Words("pillar candle", "필라 양초"), "candles/pillar-candles", 1200, 480,
         Words("Burns for 60 hours without a drip.", "촛농 없이 60시간 탑니다."),
         ((Words("10 cm", "10 cm"), 100), (Words("18 cm", "18 cm"), 158))),
    Form("scented-candle", Words("scented candle", "향초"), "candles/scented-candles", 2900, 620,
         Words("Rapeseed wax in a stoneware cup you keep.", "다 쓰고 남는 도자기 컵에 담은 유채 왁스.")),
    Form("lantern", Words("lantern", "랜턴"), "candles/lanterns", 4900, 1400,
         Words("Safe outdoors in wind and rain.", "바람과 비에도 안전합니다.")),
    Form("candle-holder", Words("candle holder", "촛대"), "candles/holders", 1800, 350,
         Words("Heavy foot, steady flame.", "묵직한 받침, 흔들리지 않는 불꽃.")),
)  # fmt: skip

SERIES = (
    Series("amber", Words("Amber", "앰버"), ("honey", "clay"), "cone",
           Words("The light of a late afternoon.", "늦은 오후의 빛."), "DE"),
    Series("nocturne", Words("Nocturne", "녹턴"), ("ink", "coal"), "drum",
           Words("Dark outside, warm inside.", "겉은 어둡고 안은 따뜻하게."), "IT", 125),
    Series("pebble", Words("Pebble", "페블"), ("chalk", "stone"), "round",
           Words("Shapes found on a beach.", "바닷가에서 찾은 모양."), "KR", 110),
    Series("ember", Words("Hearthside", "하스사이드"), ("ember", "clay"), "cone",
           Words("The red of a fire that is going out.", "꺼져 가는 불의 붉은빛."), "PT"),
    Series("fern", Words("Fern", "펀"), ("moss", "sage"), "drum",
           Words("Green that turns golden when lit.", "켜면 금빛이 되는 초록."), "DK", 115),
    Series("mist", Words("Mist", "미스트"), ("tide", "chalk"), "round",
           Words("Light as through morning fog.", "아침 안개 사이의 빛."), "KR", 120),
    Series("velvet", Words("Velvet", "벨벳"), ("plum", "rose"), "cone",
           Words("Deep color, soft edges.", "깊은 색, 부드러운 모서리."), "IT", 118),
    Series("basic", Words("Basic", "베이식"), ("chalk", "coal", "honey"), "drum",
           Words("Nothing to get tired of.", "질리지 않는 기본."), "PL", 88),
    Series("dune", Words("Dune", "듄"), ("stone", "honey"), "round",
           Words("Sand, held still.", "멈춘 모래."), "MA", 112),
    Series("slate", Words("Slate", "슬레이트"), ("coal", "tide"), "drum",
           Words("Straight lines, no fuss.", "군더더기 없는 직선."), "DE", 105),
)  # fmt: skip
