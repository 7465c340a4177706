/**
 * Other usual spellings of the governorates, and towns that are known better than their governorate; separated by commas.
 * What differs only in case, accents, articles, spaces or Arabic letter forms is listed once: `spellingKey` makes it one.
 */
export const GOVERNORATE_SPELLINGS: Readonly<Record<string, string>> = {
  'EG-C': 'Qahira, Qahirah, Kahera, New Cairo, القاهرة الجديدة, Helwan, حلوان',
  'EG-GZ':
    'Gizeh, Jizah, Guiza, 6th of October, 6 October, October, 6 أكتوبر, السادس من أكتوبر, أكتوبر, Sheikh Zayed, الشيخ زايد',
  'EG-KB':
    'Qalubia, Qalioubia, Qalyoubia, Qalyubiyah, Qalyubiyya, Qaliubiya, Kalyubia, Kalyoubia, Kaliobeya, Kalioubia, Banha, Benha, بنها, Shubra El Kheima, شبرا الخيمة',
  'EG-ALX': 'Alex, Iskandariyah, Iskandariya, Iskandaria, Eskendereya, اسكندريا, Borg El Arab, برج العرب',
  'EG-BH': 'Buhayrah, Buhaira, Behera, Behira, Beheirah, Beheyra, Damanhur, Damanhour, دمنهور',
  'EG-DK':
    'Daqahliyah, Daqahlia, Daqahliya, Daqahliyya, Dakahliya, Dakahleya, Dakahlya, Mansoura, Mansura, المنصورة',
  'EG-DT': 'Dumyat, Domyat, Domiat, Damiat, Dumiat',
  'EG-GH':
    'Gharbiyah, Gharbiya, Gharbiyya, Gharbeya, Gharbya, Tanta, طنطا, Mahalla, El Mahalla El Kubra, المحلة, المحلة الكبرى',
  'EG-KFS': 'Kafr Shaykh, Kafr Sheik, Kafr Elsheikh, Kafr Alsheikh',
  'EG-MNF':
    'Minufiyah, Minufiya, Minufia, Menoufia, Menofia, Monofia, Monoufia, Monofeya, Menoufiya, Menufia, Menoufeya, Shebin El Kom, Shibin El Kom, شبين الكوم',
  'EG-SHR':
    'Sharqiyah, Sharqiya, Sharqiyya, Sharkia, Sharkiya, Sharkeya, Sharqeya, Sharkya, Zagazig, الزقازيق, 10th of Ramadan, العاشر من رمضان',
  'EG-IS': 'Ismailiyah, Ismailiya, Ismaileya, Esmailia, Ismaelia, اسماعليه',
  'EG-PTS': 'Bur Said, Bour Said, Port Saied, بورت سعيد',
  'EG-SUZ': 'Suways, Suweis, Sues, Ain Sokhna, العين السخنة',
  'EG-FYM': 'Fayyum, Fayoum, Fayum, Faium, Fayom',
  'EG-BNS': 'Bani Suwayf, Bani Suef, Beni Sueif, Beni Swef, Beni Suif, Bani Sweif, Bani Swif, Beni Souef',
  'EG-MN': 'Menia, Minia, Menya, Minyah',
  'EG-AST': 'Assiut, Assiout, Assyut, Asiut, Asyout, Assyout',
  'EG-SHG': 'Suhaj, Sohaj, Souhag, Suhag',
  'EG-KN': 'Qina, Kena, Quena',
  'EG-LX': 'Uqsur, Oksor, Loxor, Louxor',
  'EG-ASN': 'Assuan, Asuan, Assouan',
  'EG-BA':
    'Bahr Ahmar, Hurghada, Ghardaqah, Ghardaka, الغردقة, Marsa Alam, مرسى علم, El Gouna, الجونة, Safaga, سفاجا',
  'EG-WAD': 'Wadi Jadid, Wadi Gedid, Wadi Gadid, Kharga, الخارجة, Dakhla, الداخلة',
  'EG-MT':
    'Matruh, Matrooh, Marsa Matrouh, Marsa Matruh, Mersa Matruh, مرسى مطروح, Siwa, سيوة, El Alamein, العلمين',
  'EG-SIN': 'Shamal Sina, Shamal Sinai, Sinai North, El Arish, العريش',
  'EG-JS':
    'Janub Sina, Ganoub Sina, Janoub Sinai, Sinai South, Sharm El Sheikh, شرم الشيخ, Dahab, دهب, El Tor, الطور, Nuweiba, نويبع',
};
