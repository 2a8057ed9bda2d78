namespace FineFlow.Outputs;

/// <summary>
/// A prediction as netCDF by the CF conventions: a variable for each channel, and for each channel and quantile, over time, rows and
/// columns. Slots without times, or whose times do not rise, are numbered: CF's coordinates rise.
/// </summary>
internal static class CfFile
{
    private const string Conventions = "CF-1.8";
    private const string Corners = "nv";
    private const int Slot = 0, Row = 1, Column = 2, Corner = 3;

    public static NetCdfFile Of(Prediction prediction)
    {
        var times = SlotTimes.Of(prediction);
        var axes = CfAxes.Of(prediction.Place);
        return new(
            prediction.Fine.Samples,
            [
                new(times is { Rise: true } ? "time" : "slot", prediction.Fine.Samples),
                new(axes.Row.Name, prediction.Fine.Rows),
                new(axes.Column.Name, prediction.Fine.Columns),
                new(Corners, 2),
            ],
            Globals(prediction),
            [.. TimeVariables(times), .. axes.Variables(Row, Column, Corner, prediction), .. Flows(prediction, times)]);
    }

    private static NetCdfAttribute[] Globals(Prediction prediction)
    {
        var software = $"{prediction.Model}, {Provenance.Software}";
        return
        [
            new("Conventions", Conventions),
            new("source", software),
            new("history", prediction.Provenance.Command ?? software),
            .. Provenance.Tags(prediction).Select(tag => new NetCdfAttribute(tag.Name, tag.Text)),
        ];
    }

    private static IEnumerable<NetCdfVariable> TimeVariables(SlotTimes? times)
    {
        if (times is not { Rise: true })
        {
            yield return new("slot", typeof(int), [Slot], [new("long_name", "number of the slot")], record => new[] { record });
        }

        if (times is null)
        {
            yield break;
        }

        NetCdfAttribute[] attributes =
        [
            new("standard_name", "time"),
            new("long_name", CfTime.LongName),
            new("units", CfTime.Units),
            new("calendar", CfTime.Calendar),
        ];
        if (!times.Rise || times.Seconds is not { } length)
        {
            yield return new("time", typeof(double), [Slot], attributes, record => new[] { (double)times.Starts[record] });
            yield break;
        }

        yield return new(
            "time",
            typeof(double),
            [Slot],
            [.. attributes, new("axis", "T"), new("bounds", "time_bnds")],
            record => new[] { (double)times.Starts[record] });
        yield return new(
            "time_bnds",
            typeof(double),
            [Slot, Corner],
            [],
            record => new double[] { times.Starts[record], times.Starts[record] + length });
    }

    private static IEnumerable<NetCdfVariable> Flows(Prediction prediction, SlotTimes? times)
    {
        var names = new HashSet<string>(StringComparer.Ordinal);
        for (var part = 0; part <= prediction.Quantiles.Count; part++)
        {
            for (var channel = 0; channel < prediction.Fine.Channels; channel++)
            {
                yield return Flow(prediction, times, part, channel, names);
            }
        }
    }

    private static NetCdfVariable Flow(Prediction prediction, SlotTimes? times, int part, int channel, HashSet<string> names)
    {
        var quantile = part == 0 ? null : prediction.Quantiles[part - 1];
        var counts = CountArrays.Of(prediction, quantile);
        var channelName = prediction.Fine.Channels == 1 ? "" : $" {prediction.ChannelName(channel)}";
        var what = quantile is null ? $"inferred flow{channelName}" : Invariant($"quantile {quantile.Level} of flow{channelName}");
        List<NetCdfAttribute> attributes =
        [
            new("long_name", prediction.Manifest.Units is { } unit ? $"{what}, {unit}" : what),
            new("units", "count"),
            new("_FillValue", counts.FillValue),
            new("statistic", quantile is null ? prediction.Provenance.Estimate : "quantile"),
        ];
        if (quantile is null)
        {
            attributes.Add(new("cell_methods", times is null ? "area: sum" : "time: sum area: sum"));
        }
        else
        {
            attributes.Add(new("quantile", quantile.Level));
        }

        if (times is { Rise: false })
        {
            attributes.Add(new("coordinates", "time"));
        }

        if (prediction.Place is not null)
        {
            attributes.Add(new("grid_mapping", CfAxes.GridMapping));
        }

        return new(
            Unused(CfNames.Of($"flow{channelName}{(quantile is null ? "" : $" {quantile.Name}")}"), names),
            counts.Type,
            [Slot, Row, Column],
            attributes,
            record => counts.Map(record, channel));
    }

    /// <summary>Returns a name that no other variable has: channels may differ in nothing but signs that names cannot have.</summary>
    private static string Unused(string name, HashSet<string> names)
    {
        var free = name;
        for (var number = 2; !names.Add(free); number++)
        {
            free = Invariant($"{name}_{number}");
        }

        return free;
    }
}
