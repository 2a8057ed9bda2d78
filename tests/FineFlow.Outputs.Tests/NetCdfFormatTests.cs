using CsCheck;
using FineFlow.Core;
using FineFlow.Core.Datasets;

namespace FineFlow.Outputs.Tests;

public class NetCdfFormatTests
{
    private const int IntType = 4, FloatType = 5, DoubleType = 6;
    private static readonly long[] HalfHours = [1_211_000_400, 1_211_002_200, 1_211_004_000];

    [Fact]
    public void A_channel_is_a_variable_over_time_latitude_and_longitude_with_the_edges_of_slots_and_cells()
    {
        var file = Write(SmallPrediction.Create(SmallPrediction.Degrees) with { Time = HalfHours });
        Assert.Equal(3, file.Records);
        Assert.Equal(["time", "lat", "lon"], file.DimensionsOf("flow_in"));
        Assert.Equal(
            from slot in Enumerable.Range(0, 3) from cell in Enumerable.Range(0, 8) select 100 * slot + 10 + cell + 0.5,
            file.Values("flow_out"));
        Assert.Equal(HalfHours.Select(time => (double)time), file.Values("time"));
        Assert.Equal(HalfHours.SelectMany(time => new double[] { time, time + 1800 }), file.Values("time_bnds"));
        Assert.Equal([37.75, 37.25], file.Values("lat"));
        Assert.Equal([38, 37.5, 37.5, 37], file.Values("lat_bnds"));
        Assert.Equal([-121.75, -121.25, -120.75, -120.25], file.Values("lon"));
        Assert.Equal([-122, -121.5, -121.5, -121, -121, -120.5, -120.5, -120], file.Values("lon_bnds"));
    }

    [Fact]
    public void Attributes_are_those_of_the_cf_conventions()
    {
        var file = Write(SmallPrediction.Create(SmallPrediction.Degrees) with
        {
            Time = HalfHours,
            Provenance = new() { DataFingerprint = "abc", Command = "fineflow predict runs/a", Estimate = "mae" },
        });
        Assert.Equal("CF-1.8", file.Attributes["Conventions"]);
        Assert.Equal("fineflow predict runs/a", file.Attributes["history"]);
        Assert.Equal(
            ("Inferred flow, A city", "plgf", "abc", "mae"),
            (file.Attributes["title"], file.Attributes["model"], file.Attributes["data_fingerprint"], file.Attributes["estimate"]));
        Attributes(
            "time", ("units", "seconds since 1970-01-01 00:00:00"), ("calendar", "standard"), ("bounds", "time_bnds"), ("axis", "T"));
        Attributes("lat", ("units", "degrees_north"), ("standard_name", "latitude"), ("bounds", "lat_bnds"), ("axis", "Y"));
        Attributes("lon", ("units", "degrees_east"), ("standard_name", "longitude"), ("bounds", "lon_bnds"), ("axis", "X"));
        Attributes("crs", ("grid_mapping_name", "latitude_longitude"), ("epsg_code", "EPSG:4326"));
        Attributes(
            "flow_in",
            ("units", "count"),
            ("long_name", "inferred flow in, trips"),
            ("grid_mapping", "crs"),
            ("cell_methods", "time: sum area: sum"),
            ("statistic", "mae"));
        Assert.Equal([double.NaN], Assert.IsType<double[]>(file.Variables["flow_in"].Attributes["_FillValue"]));

        void Attributes(string variable, params (string Name, string Text)[] expected) =>
            Assert.All(expected, item => Assert.Equal(item.Text, file.Variables[variable].Attributes[item.Name]));
    }

    [Fact]
    public void Quantiles_are_variables_that_say_so()
    {
        var counts = new FlowMaps(new(3, 2, 2, 4), [.. Enumerable.Range(500, 48).Select(count => (float)count)]);
        var file = Write(SmallPrediction.Create() with { Quantiles = [new(0.05, counts)] });
        Assert.Equal([.. Enumerable.Range(508, 8), .. Enumerable.Range(524, 8), .. Enumerable.Range(540, 8)], file.Values("flow_out_q05"));
        Assert.Equal("quantile", file.Variables["flow_out_q05"].Attributes["statistic"]);
        Assert.Equal([0.05], Assert.IsType<double[]>(file.Variables["flow_out_q05"].Attributes["quantile"]));
        Assert.DoesNotContain("cell_methods", file.Variables["flow_out_q05"].Attributes.Keys);
    }

    [Fact]
    public void Without_times_and_place_slots_rows_and_columns_are_numbers()
    {
        var file = Write(SmallPrediction.Create());
        Assert.Equal(["slot", "row", "column"], file.DimensionsOf("flow_in"));
        Assert.Equal([0, 1, 2], file.Values("slot"));
        Assert.Equal([0, 1], file.Values("row"));
        Assert.Equal([0, 1, 2, 3], file.Values("column"));
        Assert.DoesNotContain("time", file.Variables.Keys);
        Assert.DoesNotContain("crs", file.Variables.Keys);
    }

    [Fact]
    public void Times_that_come_twice_as_when_clocks_are_set_back_are_no_coordinate_but_stay()
    {
        var file = Write(SmallPrediction.Create() with { Time = [1800, 3600, 1800] });
        Assert.Equal(["slot", "row", "column"], file.DimensionsOf("flow_in"));
        Assert.Equal([1800, 3600, 1800], file.Values("time"));
        Assert.Equal(["slot"], file.DimensionsOf("time"));
        Assert.Equal("time", file.Variables["flow_in"].Attributes["coordinates"]);
        Assert.DoesNotContain("bounds", file.Variables["time"].Attributes.Keys);
    }

    [Fact]
    public void A_projected_place_has_x_and_y_and_its_code()
    {
        var file = Write(SmallPrediction.Create(SmallPrediction.Metres));
        Assert.Equal(["slot", "y", "x"], file.DimensionsOf("flow_in"));
        Assert.Equal([5_800_750, 5_800_250], file.Values("y"));
        Assert.Equal([390_250, 390_750, 391_250, 391_750], file.Values("x"));
        Assert.Equal("EPSG:25833", file.Variables["crs"].Attributes["epsg_code"]);
    }

    [Theory]
    [InlineData(1, IntType)]
    [InlineData(1L << 47, DoubleType)]
    public void Whole_counts_are_of_a_type_that_holds_them(long factor, int type)
    {
        long[] whole = [.. SmallPrediction.Whole.Select(count => count * factor)];
        var file = Write(SmallPrediction.Create() with { Whole = whole });
        Assert.Equal(type, file.Variables["flow_in"].Type);
        Assert.Equal([.. whole[8..16], .. whole[24..32], .. whole[40..48]], file.Values("flow_out").Select(value => (long)value));
    }

    [Fact]
    public void Zeros_are_no_data_on_request()
    {
        var prediction = SmallPrediction.Create() with { ZerosAsNodata = true };
        Assert.Equal([0], Assert.IsType<double[]>(Write(prediction).Variables["flow_in"].Attributes["_FillValue"]));
        var whole = Write(prediction with { Whole = SmallPrediction.Whole });
        Assert.Equal([0], Assert.IsType<double[]>(whole.Variables["flow_in"].Attributes["_FillValue"]));
    }

    [Fact]
    public void Names_that_differ_in_signs_alone_stay_apart_and_unknown_ones_stay_readable()
    {
        var file = Write(SmallPrediction.Create() with { Manifest = new DatasetManifest { Name = "Zürich 東", Channels = ["a→b", "a-b"] } });
        Assert.Equal(0.5, file.Values("flow_a_b")[0]);
        Assert.Equal(10.5, file.Values("flow_a_b_2")[0]);
        Assert.Equal("inferred flow a→b", file.Variables["flow_a_b"].Attributes["long_name"]);
        Assert.Equal("Zürich 東", file.Attributes["data"]);
    }

    [Fact]
    public void Any_size_is_read_back() => (
        from samples in Gen.Int[1, 5]
        from channels in Gen.Int[1, 3]
        from rows in Gen.Int[1, 9]
        from columns in Gen.Int[1, 9]
        from values in Gen.Float.Array[samples * channels * rows * columns]
        select new FlowMaps(new(samples, channels, rows, columns), values)).Sample(
        fine =>
        {
            var file = Write(new Prediction { Fine = fine, Model = "plgf" });
            for (var channel = 0; channel < fine.Channels; channel++)
            {
                var name = fine.Channels == 1 ? "flow" : $"flow_channel_{channel}";
                Assert.Equal(FloatType, file.Variables[name].Type);
                Assert.Equal(
                    Enumerable.Range(0, fine.Samples)
                        .SelectMany(sample => fine.Map(sample, channel).ToArray())
                        .Select(value => (double)value),
                    file.Values(name));
            }
        },
        iter: 200);

    private static NetCdfReader Write(Prediction prediction)
    {
        using var stream = new MemoryStream();
        OutputFormats.FromPath("fine.nc").Write(stream, prediction);
        return new(stream.ToArray());
    }
}
