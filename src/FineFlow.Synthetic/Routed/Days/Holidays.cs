namespace FineFlow.Synthetic.Routed.Days;

/// <summary>China's public holidays from July 2013 to April 2016, the years of TaxiBJ.</summary>
internal static class Holidays
{
    private static readonly (DateOnly First, int Days, bool Spring)[] All =
    [
        (new(2013, 9, 19), 3, false), (new(2013, 10, 1), 7, false), (new(2014, 1, 1), 1, false), (new(2014, 1, 31), 7, true),
        (new(2014, 4, 5), 3, false), (new(2014, 5, 1), 3, false), (new(2014, 5, 31), 3, false), (new(2014, 9, 6), 3, false),
        (new(2014, 10, 1), 7, false), (new(2015, 1, 1), 3, false), (new(2015, 2, 18), 7, true), (new(2015, 4, 4), 3, false),
        (new(2015, 5, 1), 3, false), (new(2015, 6, 20), 3, false), (new(2015, 9, 3), 3, false), (new(2015, 9, 26), 2, false),
        (new(2015, 10, 1), 7, false), (new(2016, 1, 1), 3, false), (new(2016, 2, 7), 7, true), (new(2016, 4, 2), 3, false),
    ];

    /// <summary>Whether a day is a public holiday.</summary>
    public static bool Contains(DateOnly day) => All.Any(holiday => Falls(day, holiday.First, holiday.Days));

    /// <summary>Whether a day is of the Spring Festival, when half the city is away.</summary>
    public static bool IsSpringFestival(DateOnly day) => All.Any(holiday => holiday.Spring && Falls(day, holiday.First, holiday.Days));

    private static bool Falls(DateOnly day, DateOnly first, int days) => day >= first && day < first.AddDays(days);
}
