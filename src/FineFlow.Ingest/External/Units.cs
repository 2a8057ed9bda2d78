namespace FineFlow.Ingest.External;

/// <summary>Converts the units of weather files to those of datasets.</summary>
internal static class Units
{
    private const double MilesPerKilometre = 0.621371192;
    private const double KilometresPerNauticalMile = 1.852;
    private const double MillimetresPerInch = 25.4;

    public static double Celsius(double value, TemperatureUnit unit) => unit switch
    {
        TemperatureUnit.F => (value - 32) / 1.8,
        TemperatureUnit.K => value - 273.15,
        _ => value,
    };

    public static double MilesPerHour(double value, WindUnit unit) => unit switch
    {
        WindUnit.Kmh => value * MilesPerKilometre,
        WindUnit.Ms => value * 3.6 * MilesPerKilometre,
        WindUnit.Kn => value * KilometresPerNauticalMile * MilesPerKilometre,
        _ => value,
    };

    public static double Millimetres(double value, PrecipitationUnit unit) =>
        unit == PrecipitationUnit.In ? value * MillimetresPerInch : value;
}
