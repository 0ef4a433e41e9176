-- No question goes by unit and time of opening: ids begin with their time, and what is open is found by its due position.
drop index casework.case_opened;
