using FineFlow.Core;
using FineFlow.Ingest.Grid;
using FineFlow.Ingest.Maps;
using FineFlow.Ingest.Proposals;

namespace FineFlow.Ingest.Tests.Grid;

/// <summary>
/// Small made-up files in the form of each source, with the names, orders and times that it uses. They are read without naming a column.
/// </summary>
public sealed class SourceTests : IDisposable
{
    private const string StationTable = "station_id,name,latitude,longitude\n72,Here,7.5,0.5\n79,There,6.5,0.5\n";

    private readonly TemporaryFolder _folder = new();

    /// <summary>Trips from 0.5 east, 7.5 north at 10:10 to 0.5 east, 6.5 north at 10:40, on 25 January 2014.</summary>
    public static TheoryData<string, string> Trips => new()
    {
        {
            "Citi Bike, to 2020",
            "\"tripduration\",\"starttime\",\"stoptime\",\"start station id\",\"start station name\",\"start station latitude\","
                + "\"start station longitude\",\"end station id\",\"end station name\",\"end station latitude\",\"end station longitude\","
                + "\"bikeid\",\"usertype\",\"birth year\",\"gender\"\n\"1800\",\"2014-01-25 10:10:00\",\"2014-01-25 10:40:00\",\"72\","
                + "\"Here\",\"7.5\",\"0.5\",\"79\",\"There\",\"6.5\",\"0.5\",\"16950\",\"Subscriber\",\"1980\",\"1\"\n"
        },
        {
            "Citi Bike, 2016",
            "Trip Duration,Start Time,Stop Time,Start Station ID,Start Station Name,Start Station Latitude,Start Station Longitude,"
                + "End Station ID,End Station Name,End Station Latitude,End Station Longitude,Bike ID,User Type,Birth Year,Gender\n"
                + "1800,1/25/2014 10:10:00,1/25/2014 10:40:00,72,Here,7.5,0.5,79,There,6.5,0.5,16950,Subscriber,,0\n"
        },
        {
            "Citi Bike, Divvy, Capital, from 2020",
            "ride_id,rideable_type,started_at,ended_at,start_station_name,start_station_id,end_station_name,end_station_id,"
                + "start_lat,start_lng,end_lat,end_lng,member_casual\n"
                + "8C1F,classic_bike,2014-01-25 10:10:00.123,2014-01-25 10:40:00.456,Here,72.01,There,79.02,7.5,0.5,6.5,0.5,member\n"
        },
        {
            "BIXI, from 2022",
            "STARTSTATIONNAME,STARTSTATIONARRONDISSEMENT,STARTSTATIONLATITUDE,STARTSTATIONLONGITUDE,ENDSTATIONNAME,"
                + "ENDSTATIONARRONDISSEMENT,ENDSTATIONLATITUDE,ENDSTATIONLONGITUDE,STARTTIMEMS,ENDTIMEMS\n"
                + "Here,A,7.5,0.5,There,B,6.5,0.5,1390644600000,1390646400000\n"
        },
        {
            "Chicago",
            "Trip ID,Taxi ID,Trip Start Timestamp,Trip End Timestamp,Trip Seconds,Trip Miles,Pickup Census Tract,Dropoff Census Tract,"
                + "Pickup Community Area,Dropoff Community Area,Fare,Pickup Centroid Latitude,Pickup Centroid Longitude,"
                + "Pickup Centroid Location,Dropoff Centroid Latitude,Dropoff Centroid Longitude,Dropoff Centroid  Location\n"
                + "a1,b2,01/25/2014 10:10:00 AM,01/25/2014 10:40:00 AM,900,3,,,8,32,$9.2,7.5,0.5,POINT (0.5 7.5),6.5,0.5,POINT (0.5 6.5)\n"
        },
        {
            "NYC TLC, 2009",
            "vendor_name,Trip_Pickup_DateTime,Trip_Dropoff_DateTime,Passenger_Count,Trip_Distance,Start_Lon,Start_Lat,Rate_Code,"
                + "store_and_forward,End_Lon,End_Lat,Payment_Type\n"
                + "VTS,2014-01-25 10:10:00,2014-01-25 10:40:00,1,2.6,0.5,7.5,,,0.5,6.5,CASH\n"
        },
        {
            "NYC TLC, 2014",
            "vendor_id, pickup_datetime, dropoff_datetime, passenger_count, trip_distance, pickup_longitude, pickup_latitude, rate_code,"
                + " store_and_fwd_flag, dropoff_longitude, dropoff_latitude\n"
                + "CMT,2014-01-25 10:10:00,2014-01-25 10:40:00,1,2.6,0.5,7.5,1,N,0.5,6.5\n"
        },
        {
            "NYC TLC, 2015",
            "VendorID,tpep_pickup_datetime,tpep_dropoff_datetime,passenger_count,trip_distance,pickup_longitude,pickup_latitude,RateCodeID,"
                + "dropoff_longitude,dropoff_latitude\n2,2014-01-25 10:10:00,2014-01-25 10:40:00,1,2.6,0.5,7.5,1,0.5,6.5\n"
        },
    };

    /// <summary>The same trip, told by stations.</summary>
    public static TheoryData<string, string> StationTrips => new()
    {
        {
            "Divvy, 2013",
            "trip_id,starttime,stoptime,bikeid,tripduration,from_station_id,from_station_name,to_station_id,to_station_name,usertype\n"
                + "1,1/25/2014 10:10,1/25/2014 10:40,7,1800,72,Here,79,There,Customer\n"
        },
        {
            "Divvy, 2019",
            "\"01 - Rental Details Rental ID\",\"01 - Rental Details Local Start Time\",\"01 - Rental Details Local End Time\","
                + "\"03 - Rental Start Station ID\",\"03 - Rental Start Station Name\",\"02 - Rental End Station ID\","
                + "\"02 - Rental End Station Name\"\n1,2014-01-25 10:10:00,2014-01-25 10:40:00,72,Here,79,There\n"
        },
        {
            "Capital, to 2020",
            "\"Duration\",\"Start date\",\"End date\",\"Start station number\",\"Start station\",\"End station number\",\"End station\"\n"
                + "\"1800\",\"2014-01-25 10:10:00\",\"2014-01-25 10:40:00\",\"72\",\"Here\",\"79\",\"There\"\n"
        },
        {
            "BIXI, to 2019",
            "start_date,start_station_code,end_date,end_station_code,duration_sec\n2014-01-25 10:10,72,2014-01-25 10:40,79,1800\n"
        },
        {
            "London, to 2022",
            "Rental Id,Duration,Bike Id,End Date,EndStation Id,EndStation Name,Start Date,StartStation Id,StartStation Name\n"
                + "1,1800,7,25/01/2014 10:40,79,There,25/01/2014 10:10,72,\"Here, London\"\n"
        },
        {
            "London, from 2022",
            "\"Number\",\"Start date\",\"Start station number\",\"Start station\",\"End date\",\"End station number\",\"End station\"\n"
                + "\"1\",\"2014-01-25 10:10\",\"72\",\"Here\",\"2014-01-25 10:40\",\"79\",\"There\"\n"
        },
    };

    /// <summary>A vehicle that is 0.5 east, 7.5 north at 10:10 and 0.5 east, 6.5 north a minute later, on 25 January 2014.</summary>
    public static TheoryData<string, string, string?> Traces => new()
    {
        { "scikit-mobility", "uid,lat,lng,datetime\n1,7.5,0.5,2014-01-25 10:10:00\n1,6.5,0.5,2014-01-25 10:11:00\n", null },
        {
            "movingpandas",
            "t,trajectory_id,sequence,lat,lon\n2014-01-25 10:10:00+00,1_1,1,7.5,0.5\n2014-01-25 10:11:00+00,1_1,2,6.5,0.5\n", null
        },
        {
            "AIS",
            "MMSI,BaseDateTime,LAT,LON,SOG,COG\n367,2014-01-25T10:10:00,7.5,0.5,0.1,11\n367,2014-01-25T10:11:00,6.5,0.5,0.1,11\n", null
        },
        {
            "GTFS-realtime, flat",
            "vehicle_id,trip_id,latitude,longitude,timestamp\nv,t,7.5,0.5,1390644600\nv,t,6.5,0.5,1390644660\n", null
        },
        {
            "GTFS-realtime, nested",
            "id,vehicle.trip.trip_id,vehicle.vehicle.id,vehicle.position.latitude,vehicle.position.longitude,vehicle.timestamp\n"
                + "e1,t,v,7.5,0.5,1390644600\ne2,t,v,6.5,0.5,1390644660\n",
            null
        },
        {
            "GTFS-realtime, of the message",
            "id,trip.trip_id,vehicle.id,position.latitude,position.longitude,timestamp\n"
                + "e1,t,v,7.5,0.5,1390644600\ne2,t,v,6.5,0.5,1390644660\n",
            null
        },
        { "T-Drive", "1,2014-01-25 10:10:00,0.5,7.5\n1,2014-01-25 10:11:00,0.5,6.5\n", "id,time,lon,lat" },
        { "DiDi", "d1,o1,1390644600,0.5,7.5\nd1,o1,1390644660,0.5,6.5\n", "driver_id,order_id,timestamp,lon,lat" },
    };

    public void Dispose() => _folder.Dispose();

    [Theory]
    [MemberData(nameof(Trips))]
    public void Trips_of_a_source_are_read(string source, string text) => AssertTrip(source, text, stations: null);

    [Theory]
    [MemberData(nameof(StationTrips))]
    public void Trips_between_stations_of_a_source_are_read(string source, string text)
    {
        File.WriteAllText(_folder.File("stations.csv"), StationTable);
        AssertTrip(source, text, _folder.File("stations.csv"));
    }

    [Theory]
    [MemberData(nameof(Traces))]
    public void Traces_of_a_source_are_read(string source, string text, string? columns)
    {
        Assert.NotEmpty(source);
        File.WriteAllText(_folder.File("a.csv"), text);
        var flow = Flows.Build(Flows.Options(GridKind.Traces, _folder.File("a.csv")) with
        {
            Zone = "UTC",
            ColumnNames = columns?.Split(','),
        });

        Assert.Equal((1f, 1f), (flow.At("2014-01-25 10:00", 0, 0, 0), flow.At("2014-01-25 10:00", 1, 0, 1)));
    }

    /// <summary>Cabspotting: blanks between, the newest position first, and a file for each cab.</summary>
    [Fact]
    public void Cabspotting_is_read_with_the_cab_in_the_files_name()
    {
        string[] rows = ["6.5 0.5 0 1390644660", "7.5 0.5 1 1390644600"];
        var flow = Flows.Build(Flows.Options(
            GridKind.Traces, Flows.Write(_folder, "new_abboip.txt", rows), Flows.Write(_folder, "new_abdock.txt", rows)) with
        {
            Zone = "UTC",
            ColumnNames = ["lat", "lon", "occupancy", "time"],
        });

        Assert.Equal((2f, 2f), (flow.At("2014-01-25 10:00", 0, 0, 0), flow.At("2014-01-25 10:00", 1, 0, 1)));
    }

    /// <summary>Months of one source whose headers changed are one table.</summary>
    [Fact]
    public void Months_of_several_headers_are_counted_together()
    {
        string[] files = [.. Trips.Take(3).Select((source, month) =>
        {
            File.WriteAllText(_folder.File($"{month}.csv"), source.Data.Item2);
            return _folder.File($"{month}.csv");
        })];

        Assert.Equal(3, Flows.Build(Flows.Options(GridKind.Trips, files)).At("2014-01-25 10:00", 0, 0, 0));
        Assert.False(CountTable.AreCounts(new() { Inputs = files }, TestContext.Current.CancellationToken));
    }

    /// <summary>The question whether files hold counts comes before all others, so it must be answered for every form.</summary>
    [Theory]
    [InlineData("a.gpx", "<gpx><trk><trkseg><trkpt lat='1' lon='2'><time>2024-01-01T00:00:00Z</time></trkpt></trkseg></trk></gpx>")]
    [InlineData("a.geojsonl", """{"type":"Feature","geometry":{"type":"Point","coordinates":[2,1]},"properties":{"time":"2024-01-01"}}""")]
    [InlineData("a.plt", "Geolife\nWGS 84\nFeet\nReserved 3\n0,2,255\n0\n0.5,0.5,0,492,39744.12,2024-01-01,10:00:00\n")]
    [InlineData("a.csv", "TRIP_ID,TAXI_ID,TIMESTAMP,MISSING_DATA,POLYLINE\n1,2,1372636858,False,\"[[-8.6,41.1],[-8.7,41.2]]\"\n")]
    public void Tracks_are_no_counts_on_a_grid(string name, string text)
    {
        File.WriteAllText(_folder.File(name), text);
        Assert.False(CountTable.AreCounts(new() { Inputs = [_folder.File(name)] }, TestContext.Current.CancellationToken));
    }

    [Theory]
    [InlineData("tpep_pickup_datetime,tpep_dropoff_datetime,PULocationID,DOLocationID", "PULocationID")]
    [InlineData("Trip Start Timestamp,Trip End Timestamp,Pickup Community Area,Dropoff Community Area", "Pickup Community Area")]
    [InlineData("Dispatching_base_num,Pickup_datetime,Affiliated_base_num,locationID", "locationID")]
    public void Trips_between_zones_are_refused_with_the_reason_and_what_is_needed(string header, string zone)
    {
        var file = Flows.Write(_folder, "a.csv", header, "2014-01-25 10:10:00,2014-01-25 10:40:00,7,8");
        foreach (var work in new Action<GridOptions>[]
        {
            options => Flows.Build(options),
            options => GridProposal.For(options, new HashSet<string>(), TestContext.Current.CancellationToken),
        })
        {
            var message = Assert.Throws<BadInputException>(() => work(Flows.Options(GridKind.Trips, file) with
            {
                Columns = new() { Time = header.Split(',')[0], EndTime = header.Split(',')[1] },
            })).Message;
            Assert.Contains($"by zones alone ('{zone}')", message, StringComparison.Ordinal);
            Assert.Contains("with the longitude and latitude of each place", message, StringComparison.Ordinal);
        }
    }

    private void AssertTrip(string source, string text, string? stations)
    {
        Assert.NotEmpty(source);
        File.WriteAllText(_folder.File("a.csv"), text);
        var flow = Flows.Build(Flows.Options(GridKind.Trips, _folder.File("a.csv")) with { Zone = "UTC", Stations = stations });

        Assert.Equal((1f, 1f), (flow.At("2014-01-25 10:00", 0, 0, 0), flow.At("2014-01-25 10:00", 1, 0, 1)));
        Assert.All(flow.Report.Channels, channel => Assert.Equal(1, channel.Counted));
    }
}
